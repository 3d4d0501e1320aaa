//! States of a dossier: received by this program, then the states that the insurance agency shows
//! to citizens.
//!
//! Source: docs/domain/other-procedures.md §1 (state names of the insurance portal, copy of
//! 2021–22); read 2026-11-30. Its numeric codes are unverified, so states have names only.

/// A state of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The receiver has stored the dossier; the office has not processed it.
    Received,
    /// Chờ tiếp nhận: the dossier waits for intake by the agency.
    Waiting,
    /// Đã tiếp nhận: the agency has taken it in.
    TakenIn,
    /// Đang xử lý: any other state of the agency.
    Processing,
    /// Chấp nhận hồ sơ: the agency accepts it.
    Accepted,
    /// Từ chối hồ sơ: the agency rejects it.
    Rejected,
}

impl State {
    /// All states, in the order in which a dossier usually has them.
    pub const ALL: [Self; 6] = [
        Self::Received,
        Self::Waiting,
        Self::TakenIn,
        Self::Processing,
        Self::Accepted,
        Self::Rejected,
    ];

    /// Returns the code that the database stores and the status request returns.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Waiting => "waiting",
            Self::TakenIn => "taken_in",
            Self::Processing => "processing",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }

    /// Returns the agency's name of the state; for [`State::Received`], the name on the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "Hệ thống đã nhận",
            Self::Waiting => "Chờ tiếp nhận",
            Self::TakenIn => "Đã tiếp nhận",
            Self::Processing => "Đang xử lý",
            Self::Accepted => "Chấp nhận hồ sơ",
            Self::Rejected => "Từ chối hồ sơ",
        }
    }

    /// Parses a code or a name; returns `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|state| state.code() == text || state.name() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_codes_and_names() {
        for state in State::ALL {
            assert_eq!(State::parse(state.code()), Some(state));
            assert_eq!(State::parse(state.name()), Some(state));
        }
    }

    #[test]
    fn err_states() {
        for text in ["", "Received", "erased", "05"] {
            assert_eq!(State::parse(text), None, "{text}");
        }
    }
}
