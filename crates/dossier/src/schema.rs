//! Generates JSON Schema 2020-12 from a definition, for backends in other languages.
//!
//! The schema describes the answers in canonical form ([`crate::canonical`]): types, ids of
//! choices, and which answer is required or must be absent depending on one other answer. It omits
//! rules on several answers, dates, amounts or tables; the examples test those
//! (`procedures/<code>/examples`). A dossier that violates the schema is invalid; one that conforms
//! may still be invalid. The schema accepts every dossier that [`crate::check()`] passes.
//!
//! `title` is the Vietnamese label, `description` its translation, `x-box` the box of the paper
//! form.
//!
//! Source: JSON Schema 2020-12 (core and validation); read 2026-11-21.

use crate::check::COUNTRY_CODES;
use crate::definition::{Choice, Condition, Definition, Field, Kind, Required, TextKind};
use crate::json::{MAX_INTEGER, Value};

/// Translates a text of a definition.
pub type Translate = fn(&'static str) -> &'static str;

/// Returns the schema of the answers of a procedure. `translate` returns the descriptions.
#[must_use]
pub fn schema(definition: &Definition, translate: Translate) -> Value {
    let fields = || definition.steps.iter().flat_map(|step| step.fields);
    let mut rules = Rules {
        fields: fields().collect(),
        list: Vec::new(),
    };
    for step in definition.steps {
        for field in step.fields {
            rules.add(field, &[step.show, field.show], true);
        }
    }
    let mut entries = vec![
        pair(
            "$schema",
            Value::text("https://json-schema.org/draft/2020-12/schema"),
        ),
        pair("$id", Value::text([definition.code, ".json"].concat())),
        pair(
            "$comment",
            Value::text(["Definition ", definition.version, "; ", definition.source].concat()),
        ),
    ];
    titles(&mut entries, definition.title, "", translate);
    object(&mut entries, fields(), rules, translate);
    if let Some(none) = definition.no_declaration {
        let fields: Vec<&Field> = fields().collect();
        entries.push(pair("not", condition(&fields, &[none.when])));
    }
    Value::Object(entries)
}

/// The rules of an object: required properties, and those that depend on another answer.
struct Rules {
    fields: Vec<&'static Field>,
    list: Vec<(Vec<Condition>, &'static str, Rule)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Required if the conditions hold.
    Needed,
    /// Absent unless they hold.
    Hidden,
}

impl Rules {
    fn add(&mut self, field: &'static Field, shown: &[Option<Condition>], of_the_form: bool) {
        let shown: Vec<Condition> = shown.iter().flatten().copied().collect();
        let needed = match field.required {
            Required::Always => Some(shown.clone()),
            // In a row this condition refers to the form, which the schema of a row cannot express.
            Required::When(show) | Required::WhenElseRecommended(show) if of_the_form => {
                let mut both = shown.clone();
                if !both.contains(&show) {
                    both.push(show);
                }
                Some(both)
            }
            _ => None,
        };
        if let Some(conditions) = needed {
            self.list.push((conditions, field.id, Rule::Needed));
        }
        if !shown.is_empty() {
            self.list.push((shown, field.id, Rule::Hidden));
        }
    }

    /// Returns the fields that share the conditions of a rule, in the order of the form.
    fn ids(&self, conditions: &[Condition], rule: Rule) -> Vec<&'static str> {
        self.list
            .iter()
            .filter(|(c, _, r)| c == conditions && *r == rule)
            .map(|(_, id, _)| *id)
            .collect()
    }

    fn conditions(&self) -> Vec<&[Condition]> {
        let mut all: Vec<&[Condition]> = Vec::new();
        for (conditions, _, _) in &self.list {
            if !conditions.is_empty() && !all.contains(&conditions.as_slice()) {
                all.push(conditions);
            }
        }
        all
    }
}

fn pair(key: &str, value: Value) -> (String, Value) {
    (key.to_owned(), value)
}

fn texts(ids: &[&str]) -> Value {
    Value::List(ids.iter().map(|id| Value::text(*id)).collect())
}

fn number(n: usize) -> Value {
    Value::Integer(i64::try_from(n).unwrap_or(MAX_INTEGER))
}

fn titles(
    entries: &mut Vec<(String, Value)>,
    title: &'static str,
    box_number: &str,
    translate: Translate,
) {
    entries.push(pair("title", Value::text(title)));
    entries.push(pair("description", Value::text(translate(title))));
    if !box_number.is_empty() {
        entries.push(pair("x-box", Value::text(box_number)));
    }
}

fn object(
    entries: &mut Vec<(String, Value)>,
    fields: impl Iterator<Item = &'static Field>,
    rules: Rules,
    translate: Translate,
) {
    entries.push(pair("type", Value::text("object")));
    entries.push(pair(
        "properties",
        Value::Object(
            fields
                .map(|field| pair(field.id, property(field, translate)))
                .collect(),
        ),
    ));
    entries.push(pair("required", texts(&rules.ids(&[], Rule::Needed))));
    entries.push(pair("additionalProperties", Value::Bool(false)));
    let mut all = Vec::new();
    for conditions in rules.conditions() {
        let mut rule = vec![pair("if", condition(&rules.fields, conditions))];
        let needed = rules.ids(conditions, Rule::Needed);
        if !needed.is_empty() {
            rule.push(pair("then", Value::object([("required", texts(&needed))])));
        }
        let hidden = rules.ids(conditions, Rule::Hidden);
        if !hidden.is_empty() {
            let absent = hidden
                .iter()
                .map(|id| pair(id, Value::Bool(false)))
                .collect();
            rule.push(pair(
                "else",
                Value::object([("properties", Value::Object(absent))]),
            ));
        }
        all.push(Value::Object(rule));
    }
    if !all.is_empty() {
        entries.push(pair("allOf", Value::List(all)));
    }
}

/// Returns the schema that is valid if all conditions hold.
fn condition(fields: &[&Field], conditions: &[Condition]) -> Value {
    let one = |show: &Condition| {
        let field = fields.iter().find(|field| field.id == show.field);
        let wanted = match field.map(|field| field.kind) {
            Some(Kind::MultiChoice(_)) => {
                Value::object([("contains", Value::object([("enum", texts(show.is))]))])
            }
            Some(Kind::YesNo | Kind::Commitment) => {
                let is = show.is.iter().map(|id| Value::Bool(*id == "yes")).collect();
                Value::object([("enum", Value::List(is))])
            }
            // The only condition on a number is that it is unrecognised.
            Some(Kind::Text(TextKind::IdentityNumber { .. })) => {
                let recognised = Value::text("^([0-9]{12}$|[A-Za-z])");
                Value::object([("not", Value::object([("pattern", recognised)]))])
            }
            None
            | Some(
                Kind::Text(_)
                | Kind::Choice(_)
                | Kind::Select(_)
                | Kind::Country
                | Kind::Province
                | Kind::Commune(_)
                | Kind::Photo(_)
                | Kind::Setting(_)
                | Kind::Group { .. },
            ) => Value::object([("enum", texts(show.is))]),
        };
        Value::object([
            ("properties", Value::Object(vec![pair(show.field, wanted)])),
            ("required", texts(&[show.field])),
        ])
    };
    match conditions {
        [only] => one(only),
        several => Value::object([("allOf", Value::List(several.iter().map(one).collect()))]),
    }
}

fn property(field: &Field, translate: Translate) -> Value {
    let mut entries = Vec::new();
    titles(&mut entries, field.label, field.box_number, translate);
    let kind = kind(field.kind, translate);
    entries.extend(kind.entries().iter().cloned());
    Value::Object(entries)
}

fn kind(kind: Kind, translate: Translate) -> Value {
    match kind {
        Kind::Text(kind) => text_kind(kind),
        Kind::YesNo => Value::object([("type", Value::text("boolean"))]),
        Kind::Commitment => Value::object([("const", Value::Bool(true))]),
        Kind::Choice(choices) | Kind::Select(choices) | Kind::Setting(choices) => {
            one_of(choices, translate)
        }
        Kind::MultiChoice(choices) => Value::object([
            ("type", Value::text("array")),
            ("minItems", number(1)),
            ("uniqueItems", Value::Bool(true)),
            ("items", one_of(choices, translate)),
        ]),
        Kind::Country => {
            let codes = COUNTRY_CODES
                .as_bytes()
                .chunks(2)
                .filter_map(|code| core::str::from_utf8(code).ok());
            Value::object([("enum", Value::List(codes.map(Value::text).collect()))])
        }
        Kind::Photo(photo) => Value::object([
            ("type", Value::text("array")),
            ("minItems", number(1)),
            ("maxItems", number(photo.most)),
            ("uniqueItems", Value::Bool(true)),
            ("items", pattern("^[0-9a-f]{64}$")),
        ]),
        Kind::Province => pattern("^[0-9]{2}$"),
        Kind::Commune(_) => pattern("^[0-9]{5}$"),
        Kind::Group { fields, max, .. } => {
            let mut rules = Rules {
                fields: fields.iter().collect(),
                list: Vec::new(),
            };
            for field in fields {
                rules.add(field, &[field.show], false);
            }
            let mut row = Vec::new();
            object(&mut row, fields.iter(), rules, translate);
            Value::object([
                ("type", Value::text("array")),
                ("minItems", number(1)),
                ("maxItems", number(max)),
                ("items", Value::Object(row)),
            ])
        }
    }
}

fn text_kind(kind: TextKind) -> Value {
    match kind {
        TextKind::SingleLine { max, .. } | TextKind::MultiLine { max, .. } => Value::object([
            ("type", Value::text("string")),
            ("minLength", number(1)),
            ("maxLength", number(max)),
        ]),
        TextKind::PersonName | TextKind::IdentityNumber { .. } | TextKind::HouseholdCode => {
            string("minLength", number(1))
        }
        TextKind::OldIdCardNumber => pattern("^[0-9]{9}$"),
        TextKind::SocialInsuranceNumber => pattern("^([0-9]{10}|[0-9]{12})$"),
        TextKind::Phone { .. } => pattern("^[0-9]+$"),
        TextKind::Email => pattern("^[^@ ]+@[^@ ]+$"),
        TextKind::BirthDate => pattern("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
        TextKind::Month => pattern("^[0-9]{4}-[0-9]{2}$"),
        TextKind::Money => bounds(Value::Integer(0), Value::Integer(MAX_INTEGER)),
        TextKind::Number { min, max } => bounds(
            Value::Integer(i64::from(min)),
            Value::Integer(i64::from(max)),
        ),
    }
}

fn string(key: &str, value: Value) -> Value {
    Value::object([("type", Value::text("string")), (key, value)])
}

fn pattern(pattern: &str) -> Value {
    string("pattern", Value::text(pattern))
}

fn bounds(least: Value, greatest: Value) -> Value {
    Value::object([
        ("type", Value::text("integer")),
        ("minimum", least),
        ("maximum", greatest),
    ])
}

fn one_of(choices: &[Choice], translate: Translate) -> Value {
    let each = choices
        .iter()
        .map(|choice| {
            Value::object([
                ("const", Value::text(choice.id)),
                ("title", Value::text(choice.label)),
                ("description", Value::text(translate(choice.label))),
            ])
        })
        .collect();
    Value::object([("oneOf", Value::List(each))])
}
