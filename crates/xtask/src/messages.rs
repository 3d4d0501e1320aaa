//! Checks that the first module shows no message whose text is in the second.

use crate::{command::Outcome, wasm};

/// Checks the codes in the data of the first module against the table of its messages.
///
/// # Errors
/// When the module uses a code whose text comes with the second module: until then a citizen would
/// see the code itself.
pub(crate) fn check_first_module(module: &[u8]) -> Outcome {
    let [first, second] = hoso::i18n::messages::ui_codes();
    match foreign_code(&wasm::data(module), &first, &second) {
        None => Ok(()),
        Some(code) => Err(format!(
            "the first module uses the message {code}: add it to FIRST_MODULE_UI in build.rs"
        )),
    }
}

/// Finds a code of the second module in the data of the first. Strings are joined there, so at
/// each place the longest known code counts.
fn foreign_code<'a>(data: &[u8], first: &[&'a str], second: &[&'a str]) -> Option<&'a str> {
    (0..data.len()).find_map(|start| {
        let begins = |code: &&&str| data[start..].starts_with(code.as_bytes());
        let longest = |codes: &[&'a str]| {
            let found = codes.iter().filter(begins).copied();
            found.max_by_key(|code| code.len())
        };
        let length = |code: Option<&str>| code.map_or(0, str::len);
        let foreign = longest(second)?;
        (foreign.len() > length(longest(first))).then_some(foreign)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_codes_of_the_first_module_may_be_used() {
        for data in ["xui.nextui.sent", "ui.sentence", "ui.unknown", "ui.", ""] {
            let found = foreign_code(
                data.as_bytes(),
                &["ui.next", "ui.sent", "ui.sentence"],
                &["ui.sen"],
            );
            assert_eq!(found, None, "{data}");
        }
    }

    #[test]
    fn err_a_code_of_the_second_module() {
        for data in ["ui.nextui.receipt", "ui.sentence"] {
            let codes = ["ui.receipt", "ui.sentence"];
            let found = foreign_code(data.as_bytes(), &["ui.next", "ui.sent"], &codes);
            assert!(found.is_some(), "{data}");
        }
    }
}
