//! The payment method: box \[16\].

/// A payment method.
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
    /// Once for 2 to 5 years in advance.
    YearsAhead(u8),
    /// Once for the 1 to 60 months that are missing to 15 years.
    MissingTime(u8),
}

impl Method {
    /// Returns the code printed in box \[16\].
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

    /// Returns the wire code.
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

    /// Returns the number of months that one payment covers.
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
