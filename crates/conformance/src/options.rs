//! The options of a run.

/// The options, for the help of a program.
pub const OPTIONS: &str =
    "  --base http://127.0.0.1:8080/api   address of the backend, below which /intake is
  --form 602b                        ask by the dossiers of this procedure only
  --origin https://portal.example    origin of pages elsewhere that the backend allows;
                                     without it the checks of CORS are skipped
  --only once.                       only the checks whose name begins so; may come several times
  --format text|json                 one line for each check, or one JSON object
";

/// What is asked of which backend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Address of the backend, without `/intake`.
    pub base: String,
    /// Code of the only procedure that is asked; all that the backend takes by default.
    pub form: Option<String>,
    /// Origin of pages elsewhere that the backend allows.
    pub origin: Option<String>,
    /// Begins of the names of the only checks that run; all by default.
    pub only: Vec<String>,
}
