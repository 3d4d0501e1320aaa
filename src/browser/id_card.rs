//! Reads the QR code of an identity card in a photo that was just taken or chosen.

use hoso_identifiers::id_card::{IdCard, IdCardError};
use hoso_view::Signal;
use hoso_view::wasm_bindgen::JsCast;
use hoso_view::web_sys::{Event, HtmlInputElement};

use crate::browser::worker::{self, QrSource, WorkerError};
use crate::i18n::messages::message_code;
use crate::platform;
use crate::wizard::Wizard;
use crate::wizard::card_scan::CardScan;

/// Reads the file of the event's input. The input is empty afterwards: the same file may be chosen
/// again.
pub fn scan(wizard: Wizard, event: &Event, scan: Signal<CardScan>) {
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else {
        return;
    };
    let file = input.files().and_then(|files| files.get(0));
    input.set_value("");
    let Some(file) = file else {
        return;
    };
    scan.set(CardScan::Reading);
    wizard.spawn(async move {
        let read = worker::read_qr_code(QrSource::Photo(&file)).await;
        if !wizard.is_released() {
            scan.set(match read {
                Ok(text) => result(text),
                Err(error) => failed(wizard, error),
            });
        }
    });
}

fn result(text: String) -> CardScan {
    if text.is_empty() {
        return CardScan::Failed("ui.card_none");
    }
    match IdCard::parse(&platform::nfc(text)) {
        Ok(card) => CardScan::Read(card),
        Err(error) => CardScan::Failed(refusal(&error)),
    }
}

/// Returns the message about a code that is not that of a card.
pub fn refusal(error: &IdCardError) -> &'static str {
    match error {
        IdCardError::Incomplete => "ui.card_incomplete",
        _ => "qr.not_id",
    }
}

/// Returns the state after the worker failed.
pub fn failed(wizard: Wizard, error: WorkerError) -> CardScan {
    CardScan::Failed(match error {
        WorkerError::Rejected(code) => {
            if code == worker::OUTDATED {
                wizard.is_outdated.set(true);
            }
            message_code(&code).unwrap_or("ui.card_none")
        }
        WorkerError::WorkerGone => "ui.card_no_worker",
    })
}
