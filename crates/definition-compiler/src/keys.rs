//! The keys of a field that depend on its kind.

use crate::source::{Field, Kind};

/// Which keys a kind takes.
pub(crate) struct Keys {
    /// `options` or `list`.
    pub(crate) options: Options,
    /// `old_name`.
    pub(crate) old_name: bool,
    /// `pdf`, `portrait` and `other_side`.
    pub(crate) photo: bool,
    /// `paper`.
    pub(crate) paper: bool,
    /// `[[step.field.field]]`, the fields of a group.
    pub(crate) fields: bool,
}

/// What `options` or `list` are for a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Options {
    /// All possible answers.
    Required,
    /// Texts that a tap fills in; other answers are possible.
    Offered,
    /// Not a key of this kind.
    Refused,
}

impl Kind {
    /// Returns the keys of a field that not every kind takes.
    pub(crate) const fn keys(self) -> Keys {
        let none = Keys {
            options: Options::Refused,
            old_name: false,
            photo: false,
            paper: false,
            fields: false,
        };
        match self {
            Self::Choice | Self::MultiChoice | Self::Select | Self::Setting => Keys {
                options: Options::Required,
                ..none
            },
            Self::Text => Keys {
                options: Options::Offered,
                ..none
            },
            Self::Commune => Keys {
                old_name: true,
                ..none
            },
            Self::Photo => Keys {
                photo: true,
                ..none
            },
            Self::IdentityNumber => Keys {
                paper: true,
                ..none
            },
            Self::Group => Keys {
                fields: true,
                ..none
            },
            Self::MultilineText
            | Self::PersonName
            | Self::OldIdCardNumber
            | Self::SocialInsuranceNumber
            | Self::HouseholdCode
            | Self::Phone
            | Self::Email
            | Self::BirthDate
            | Self::Month
            | Self::Money
            | Self::Number
            | Self::YesNo
            | Self::Commitment
            | Self::Country
            | Self::Province => none,
        }
    }
}

/// Checks that a field has the keys that its kind needs, and no others.
pub(crate) fn check(field: &Field, has_options: bool, in_group: bool) -> Result<(), &'static str> {
    let keys = field.kind.get_ref().keys();
    if keys.options == Options::Required && !has_options {
        return Err("expected `options` or `list`");
    }
    if keys.options == Options::Refused && has_options {
        return Err("only choice, multi_choice, select, setting and text take `options` or `list`");
    }
    if !keys.old_name && field.old_name.is_some() {
        return Err("only commune takes `old_name`");
    }
    if !keys.photo && (field.pdf || field.portrait || field.other_side.is_some()) {
        return Err("only photo takes `pdf`, `portrait` or `other_side`");
    }
    if !keys.paper && field.paper.is_some() {
        return Err("only identity_number takes `paper`");
    }
    if !keys.fields && !field.field.is_empty() {
        return Err("only group takes [[step.field.field]]");
    }
    if !keys.fields && field.head.is_some() {
        return Err("only group takes `head`");
    }
    let is_province = matches!(field.kind.get_ref(), Kind::Province);
    if let Some(preset) = &field.preset
        && is_province != (preset == "deployment.province")
    {
        return Err(
            "expected the preset `deployment.province` for a province, and for no other field",
        );
    }
    match *field.kind.get_ref() {
        Kind::Setting if field.preset.is_none() => {
            return Err("expected `preset`, what holds where a deployment says nothing");
        }
        Kind::Photo if in_group => {
            return Err("a photo cannot stand in a group");
        }
        Kind::Text | Kind::MultilineText if field.max.is_none() => {
            return Err("expected `max`");
        }
        Kind::Number if field.min.is_none() || field.max.is_none() || field.missing.is_none() => {
            return Err("expected `min`, `max` and `missing`");
        }
        Kind::Phone if field.landline.is_none() => {
            return Err("expected `landline` = \"warning\" or \"error\"");
        }
        Kind::Commune if field.province.is_none() => {
            return Err("expected `province`, the field of the province");
        }
        Kind::Group if in_group => {
            return Err("a group cannot stand in a group");
        }
        Kind::Group if field.max.is_none() || field.field.is_empty() => {
            return Err("expected `max` and at least one [[step.field.field]]");
        }
        Kind::Text
        | Kind::MultilineText
        | Kind::PersonName
        | Kind::IdentityNumber
        | Kind::OldIdCardNumber
        | Kind::SocialInsuranceNumber
        | Kind::HouseholdCode
        | Kind::Phone
        | Kind::Email
        | Kind::BirthDate
        | Kind::Month
        | Kind::Money
        | Kind::Number
        | Kind::YesNo
        | Kind::Commitment
        | Kind::Choice
        | Kind::MultiChoice
        | Kind::Select
        | Kind::Country
        | Kind::Province
        | Kind::Commune
        | Kind::Photo
        | Kind::Setting
        | Kind::Group => {}
    }
    Ok(())
}
