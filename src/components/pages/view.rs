//! The views after the questions, which are in the second module.

use crate::components::pages::{download, payment, receipt, sending};
use crate::dom::Node;
use crate::wizard::Wizard;
use crate::wizard::navigation::View;

/// The pages behind the questions.
pub fn view_after_steps(wizard: Wizard, page: View) -> Node {
    match page {
        View::Step(_) => Node::Empty,
        View::Payment => payment::payment(wizard),
        View::Sending => sending::sending(wizard),
        View::Receipt => receipt::receipt(wizard),
        View::Download => download::download(wizard),
    }
}
