//! The label of the button that continues from a step.

use crate::config::DeliveryMode;
use crate::wizard::Wizard;

/// Returns the code of the label: the button sends or makes the file at the last step, and leads back
/// to the review after a change. A sentence that names the button has the same label.
pub fn step_button_label(wizard: Wizard, step_index: usize) -> &'static str {
    let mut fields = wizard.step(step_index).fields.iter();
    if fields.any(|field| field.kind.is_commitment()) {
        return match wizard.with_config(|config| config.mode) {
            DeliveryMode::File => "ui.make_file",
            DeliveryMode::Intake | DeliveryMode::Multipart => "ui.send",
        };
    }
    if wizard.navigation.returns_to_review.get() {
        "ui.save_change"
    } else {
        "ui.next"
    }
}
