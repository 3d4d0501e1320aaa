//! The views after the last step, which are in the second module.

use hoso_view::Node;

use crate::components::pages::{download, outcome, payment, receipt, sending};
use crate::wizard::Wizard;
use crate::wizard::navigation::View;

/// Renders a view that is no step.
pub fn view_after_steps(wizard: Wizard, view: View) -> Node {
    match view {
        View::Step(_) => Node::Empty,
        View::Payment => payment::payment(wizard),
        View::Outcome => outcome::outcome(wizard),
        View::Sending => sending::sending(wizard),
        View::Receipt => receipt::receipt(wizard),
        View::Download => download::download(wizard),
    }
}
