//! The options of a run.

/// Help text of the options.
pub const OPTIONS: &str =
    "  --base http://127.0.0.1:8080/api   address of the backend, below which /intake is
  --form 602b                        ask by the dossiers of this procedure only
  --origin https://portal.example    origin of pages elsewhere that the backend allows;
                                     without it the checks of CORS are skipped
  --only once.                       only the checks whose name begins so; may come several times
  --format text|json                 one line for each check, or one JSON object
";

/// Backend and checks of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Address of the backend, without `/intake`.
    pub base: String,
    /// Code of the only procedure to check; by default all that the backend accepts.
    pub form: Option<String>,
    /// Other origin whose pages the backend allows.
    pub origin: Option<String>,
    /// Prefixes of the names of the checks to run; by default all.
    pub only: Vec<String>,
}
