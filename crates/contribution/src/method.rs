//! How often one pays: box \[16\].

/// The method of payment of box \[16\].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Every month.
    Monthly,
    /// Every three months.
    Every3Months,
    /// Every six months.
    Every6Months,
    /// Every twelve months.
    Every12Months,
    /// Once for so many years to come, 2 to 5.
    YearsAhead(u8),
    /// Once for so many months that are missing to the 15 years, 1 to 60.
    MissingTime(u8),
}

impl Method {
    /// The code that is printed in box \[16\].
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Monthly => "1",
            Self::Every3Months => "3",
            Self::Every6Months => "6",
            Self::Every12Months => "12",
            Self::YearsAhead(_) => "VS",
            Self::MissingTime(_) => "TH",
        }
    }

    /// The word on the wire.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Every3Months => "every_3_months",
            Self::Every6Months => "every_6_months",
            Self::Every12Months => "every_12_months",
            Self::YearsAhead(_) => "years_ahead",
            Self::MissingTime(_) => "missing_time",
        }
    }

    /// How many months one payment is for.
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Every3Months => 3,
            Self::Every6Months => 6,
            Self::Every12Months => 12,
            Self::YearsAhead(years) => 12 * years as u32,
            Self::MissingTime(months) => months as u32,
        }
    }
}
