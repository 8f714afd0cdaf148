//! Arrays among the members of an object: their elements, and what would change them.

use serde::Serialize;

use super::Document;
use super::layout::ascii_json;
use super::malformed::Malformed;
use super::object::Object;
use super::scan::Member;
use super::scan::{elements, end_of_elements};
use super::splice::Splice;

impl<'a> Object<'a> {
    /// Returns the change that puts `elements` behind the last one of the array `member`.
    pub fn extend_array(
        &self,
        member: &Member<'a>,
        elements: &[impl Serialize],
    ) -> Result<Splice, Malformed> {
        let array = member.value;
        let last_end = end_of_elements(array, member.value_start)?;
        let layout = self.layout.inner();
        let lead = layout.lead();
        let mut text = String::new();
        for (index, element) in elements.iter().enumerate() {
            if index > 0 || last_end.is_some() {
                text.push(',');
            }
            text.push_str(lead);
            text.push_str(&ascii_json(element, &layout));
        }
        let span = match last_end {
            Some(end) => member.value_start + end..member.value_start + end,
            None => {
                text.push_str(self.layout.lead());
                member.value_start + 1..member.value_start + array.len() - 1
            }
        };
        Ok(Splice { span, text })
    }

    /// Returns the texts of the elements of the array `member`, in order.
    pub fn elements(&self, member: &Member<'a>) -> Result<Vec<&'a str>, Malformed> {
        let spans = elements(member.value, member.value_start)?;
        Ok(spans.into_iter().map(|span| &member.value[span]).collect())
    }

    /// Returns the change that puts `element` in place of all that stands behind the first `kept` elements of the array
    /// `member`, of which there must be as many, and one at least.
    pub fn end_array_with(
        &self,
        member: &Member<'a>,
        kept: usize,
        element: &impl Serialize,
    ) -> Result<Splice, Malformed> {
        let spans = elements(member.value, member.value_start)?;
        let last_kept = kept.checked_sub(1).and_then(|at| spans.get(at));
        let (Some(last_kept), Some(last)) = (last_kept, spans.last()) else {
            return Err(Malformed {
                offset: member.value_start,
                reason: format!("an array of {} elements is too short", spans.len()),
            });
        };
        let layout = self.layout.inner();
        let text = format!(",{}{}", layout.lead(), ascii_json(element, &layout));
        let span = member.value_start + last_kept.end..member.value_start + last.end;
        Ok(Splice { span, text })
    }

    /// Returns the change that keeps the first `kept` elements of the array `member`, all of them objects, each as `change`
    /// makes it of the present one, and takes the others out. Between them all stays as it is.
    pub fn cut_array(
        &self,
        member: &Member<'a>,
        kept: usize,
        mut change: impl FnMut(usize, Document) -> Document,
    ) -> Result<Splice, Malformed> {
        let (array, spans) = (member.value, elements(member.value, member.value_start)?);
        let (mut text, mut position) = (String::with_capacity(array.len()), 0);
        for (at, span) in spans.iter().take(kept).enumerate() {
            let element =
                Document::parse_at(&array[span.clone()], member.value_start + span.start)?;
            text.push_str(&array[position..span.start]);
            text.push_str(change(at, element).as_str());
            position = span.end;
        }
        if let Some(last) = spans.last().filter(|_| kept < spans.len()) {
            position = last.end;
        }
        text.push_str(&array[position..]);
        let span = member.value_span();
        Ok(Splice { span, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::spliced;

    fn after(text: &str, change: impl FnOnce(&Object<'_>) -> Splice) -> String {
        let object = Object::parse(text).expect("an object");
        spliced(text, &mut [change(&object)]).concat()
    }

    #[test]
    fn elements_are_put_behind_the_last() {
        let extend = |text: &str| {
            after(text, |object| {
                let member = object.get("m").expect("m");
                object.extend_array(member, &[1, 2]).expect("an array")
            })
        };
        assert_eq!(
            extend("{\n  \"m\": []\n}"),
            "{\n  \"m\": [\n    1,\n    2\n  ]\n}"
        );
        assert_eq!(
            extend("{\n  \"m\": [\n    0\n  ]\n}"),
            "{\n  \"m\": [\n    0,\n    1,\n    2\n  ]\n}"
        );
        assert_eq!(extend(r#"{"m":[0]}"#), r#"{"m":[0,1,2]}"#);
    }

    #[test]
    fn the_end_of_an_array_gives_way_to_another() {
        let end_with = |text: &str, kept| {
            let object = Object::parse(text).expect("an object");
            let member = object.get("m").expect("m").clone();
            let splice = object.end_array_with(&member, kept, &9);
            splice.map(|splice| spliced(text, &mut [splice]).concat())
        };
        let text = "{\n  \"m\": [\n    0,\n    [1, {\"]\": 2}],\n    3\n  ]\n}";
        assert_eq!(
            end_with(text, 1).expect("it has one"),
            "{\n  \"m\": [\n    0,\n    9\n  ]\n}"
        );
        assert_eq!(
            end_with(text, 3).expect("it has three"),
            "{\n  \"m\": [\n    0,\n    [1, {\"]\": 2}],\n    3,\n    9\n  ]\n}"
        );
        assert_eq!(
            end_with(r#"{"m":[0, 1]}"#, 1).expect("it has one"),
            r#"{"m":[0,9]}"#
        );
        assert!(end_with(r#"{"m":[0]}"#, 2).is_err());
        assert!(end_with(r#"{"m":[]}"#, 0).is_err());
    }

    #[test]
    fn an_array_is_cut_and_what_stays_keeps_its_bytes() {
        let cut = |text: &str, kept| {
            after(text, |object| {
                let member = object.get("m").expect("m");
                let marked = |at, element: Document| element.with("n", &at);
                object.cut_array(member, kept, marked).expect("objects")
            })
        };
        let text = "{ \"m\": [ {\"a\" : \"\\ud83d\"} ,\n {\"b\":1E5}, {} ] }";
        assert_eq!(
            cut(text, 2),
            "{ \"m\": [ {\"a\" : \"\\ud83d\",\"n\":0} ,\n {\"b\":1E5,\"n\":1} ] }"
        );
        assert_eq!(cut(r#"{"m":[{"a":1}]}"#, 5), r#"{"m":[{"a":1,"n":0}]}"#);
        assert_eq!(cut(r#"{"m":[]}"#, 0), r#"{"m":[]}"#);
    }
}
