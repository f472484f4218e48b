//! Where a call's parameters come from, as the PHP in front of the engines reads them.

use serde_json::Value;

/// The fields that the sends read from a JSON body. No controller reads `group_id` from it.
const JSON_FIELDS: [&str; 7] =
    ["number", "type", "message", "media_url", "filename", "instance_id", "access_token"];

/// A call's parameters: the form body first, then the query; a send also reads some fields of a JSON body.
#[derive(Debug, Default)]
pub(crate) struct Params {
    json: Vec<(String, String)>,
    form: Vec<(String, String)>,
    query: Vec<(String, String)>,
}

impl Params {
    /// Reads the parameters. `json_without` is the one JSON field that the call doesn't read; `None` reads no JSON at all.
    pub(crate) fn read(query: &str, content_type: &str, body: &[u8], json_without: Option<&str>) -> Self {
        let is_form =
            content_type.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded");
        Self {
            json: json_without.map_or_else(Vec::new, |without| json_fields(body, without)),
            form: if is_form { pairs(body).collect() } else { Vec::new() },
            query: pairs(query.as_bytes()).collect(),
        }
    }

    /// The parameter's value, empty when it is absent.
    pub(crate) fn get(&self, name: &str) -> &str {
        [&self.json, &self.form, &self.query]
            .into_iter()
            .filter_map(|source| last(source, name))
            // An empty token or id in the JSON is looked for elsewhere; for the rest empty is as good as absent.
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    }
}

/// The pairs of a query or a form.
pub(crate) fn pairs(encoded: &[u8]) -> impl Iterator<Item = (String, String)> + '_ {
    form_urlencoded::parse(encoded).map(|(key, value)| (key.into_owned(), value.into_owned()))
}

/// PHP keeps the last of several values.
fn last<'a>(source: &'a [(String, String)], name: &str) -> Option<&'a str> {
    source.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// PHP reads the raw body, whatever its content type says.
fn json_fields(body: &[u8], without: &str) -> Vec<(String, String)> {
    let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
        return Vec::new();
    };
    JSON_FIELDS
        .iter()
        .filter(|field| **field != without)
        .filter_map(|field| Some(((*field).to_owned(), as_php_text(object.get(*field)?)?)))
        .collect()
}

fn as_php_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("1".to_owned()),
        Value::Bool(false) => Some(String::new()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn the_form_comes_before_the_query_and_the_last_value_wins() {
        let params = Params::read(
            "a=1&a=2&b=q",
            "application/x-www-form-urlencoded; charset=UTF-8",
            b"b=f&c=%2B+%C3%A9",
            None,
        );
        assert_eq!(["a", "b", "c", "d"].map(|name| params.get(name)), ["2", "f", "+ é", ""]);
    }

    #[test]
    fn json_is_read_field_by_field_and_only_by_sends() {
        let body =
            br#"{"number":84933313000,"message":"hi","group_id":"1@g.us","text":"no","filename":null}"#;
        let send = Params::read("number=1", "text/plain", body, Some(""));
        assert_eq!(
            ["number", "message", "group_id", "text", "filename"].map(|name| send.get(name)),
            ["84933313000", "hi", "", "", ""]
        );
        let group = Params::read("", "application/json", body, Some("number"));
        assert_eq!(["number", "message"].map(|name| group.get(name)), ["", "hi"]);
        let control = Params::read("", "application/json", body, None);
        assert_eq!(control.get("number"), "");
    }
}
