//! Markdown as a terminal shows it.

use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use super::markdown;
use crate::report::Page;

fn page(width: usize, has_color: bool) -> Page {
    Page {
        width: Some(width),
        is_terminal: true,
        has_color,
        ..Page::plain()
    }
}

fn plain(text: &str, width: usize) -> String {
    markdown(text, &page(width, false))
}

#[test]
fn paragraphs_are_wrapped_and_their_line_breaks_stay() {
    let text = "A *short* paragraph, which is\nwrapped where it is **too long** for `the width`.\n\n~~Another~~ one.";
    assert_data_eq!(
        plain(text, 30),
        str![[r#"
A *short* paragraph, which is
wrapped where it is **too
long** for `the width`.

~~Another~~ one.

"#]]
    );
}

#[test]
fn headings_lists_quotes_and_rules_keep_their_shape() {
    let text = "# Title of *it*\nText.\n## Part\n1. one\n2. two, which is so long that it is wrapped\n   - inner\n   - [x] done\n   - [ ] to do\n3. three\n\n> Quoted\n>\n> > twice, and long enough to be wrapped\n> - item\n\n---\n- loose\n\n- list\n\n  with two parts\n-\n";
    assert_data_eq!(
        plain(text, 30),
        str![[r#"
# Title of *it*

Text.

## Part

1. one
2. two, which is so long that
   it is wrapped
   • inner
   • [x] done
   • [ ] to do
3. three

│ Quoted
│
│ │ twice, and long enough to
│ │ be wrapped
│
│ • item

──────────────────────────────

• loose

• list

  with two parts

•

"#]]
    );
}

#[test]
fn code_is_as_it_is_written_with_its_language() {
    let text = "Look:\n```rust ignore\nfn main() {\n    println!(\"a line that is longer than the terminal\");\n\n}\n```\n\n    indented  *code*\n\n````\n```\ninner\n````\n- item:\n  ```sh\n  ls\n  ```\n";
    assert_data_eq!(
        plain(text, 30),
        str![[r#"
Look:

```rust
fn main() {
    println!("a line that is longer than the terminal");

}
```

```
indented  *code*
```

````
```
inner
````

• item:
  ```sh
  ls
  ```

"#]]
    );
}

#[test]
fn links_show_where_they_lead() {
    let text = "[the *page*](https://example.org/a) <https://example.org/b> [c](<javascript:x>) [https://good.example](https://evil.example) ![a cat](cat.png) [ref][r] <ada@example.org>\n\n[r]: https://example.org/ref";
    assert_data_eq!(
        plain(text, 60),
        str![[r#"
the *page* (https://example.org/a) https://example.org/b c
(javascript:x) https://good.example (https://evil.example)
[image: a cat] (cat.png) ref (https://example.org/ref)
ada@example.org

"#]]
    );
    let address = "https://example.org/an-address-that-is-longer-than-the-terminal";
    assert!(plain(&format!("See {address} there."), 20).contains(&format!("\n{address}\n")));
}

#[test]
fn tables_are_fitted_to_the_width() {
    let text = "| name | what it is | n |\n|:--|:-:|--:|\n| `a` | first | 1 |\n| **b** | 千代 \\| second<br>line | 1,234 |\n| c |\n";
    assert_data_eq!(
        plain(text, 60),
        str![[r#"
name    what it is        n
─────  ─────────────  ─────
`a`        first          1

**b**  千代 | second  1,234
           line

c

"#]]
    );
    let text = "| name | what it is |\n|--|--|\n| one | a text that has to be wrapped to fit |\n| two | short |\n";
    assert_data_eq!(
        plain(text, 30),
        str![[r#"
name  what it is
────  ────────────────────────
one   a text that has to be
      wrapped to fit

two   short

"#]]
    );
    assert_data_eq!(
        plain(text, 15),
        str![[r#"
name  what it
      is
────  ─────────
one   a text
      that has
      to be
      wrapped
      to fit

two   short

"#]]
    );
}

#[test]
fn colours_take_the_place_of_marks() {
    let text = "# One\n**strong** *emphasis `code`* ~~struck~~ [text](https://example.org)\n```sh\nls\n```\n> q\n\n| a |\n|--|\n| b |\n";
    let shown = markdown(text, &page(60, true)).replace('\u{1b}', "␛");
    assert_data_eq!(
        shown,
        str![[r#"
␛[1m␛[4m# One␛[0m

␛[1mstrong␛[0m ␛[3memphasis␛[0m ␛[3m␛[36mcode␛[0m ␛[9mstruck␛[0m ␛[4mtext␛[0m ␛[2m(https://example.org)␛[0m

␛[2m```sh␛[0m
ls
␛[2m```␛[0m

␛[2m│ ␛[0mq

␛[1ma␛[0m
␛[2m─␛[0m
b

"#]]
    );
}

#[test]
fn words_that_are_too_long_are_cut_and_wide_ones_counted_twice() {
    assert_eq!(
        plain("東京都は日本の首都です。", 8),
        "東京都は\n日本の首\n都です。\n"
    );
    assert_eq!(plain("an abcdefghijklm x", 8), "an abcde\nfghijklm\nx\n");
    assert_eq!(plain("`a  b` c", 8), "`a  b` c\n");
}

#[test]
fn html_is_shown_and_not_taken_away() {
    let text = "a <b>b</b> &lt;i&gt;\n\n<div>\n<script>x()</script>\n</div>\n\n<!-- hidden -->";
    assert_data_eq!(
        plain(text, 60),
        str![[r#"
a <b>b</b> <i>

<div>
<script>x()</script>
</div>

<!-- hidden -->

"#]]
    );
}

#[test]
fn what_markdown_does_not_show_is_shown_as_it_is() {
    assert_eq!(
        plain("[a]: https://example.org \"only this\"", 60),
        "[a]: https://example.org \"only this\"\n"
    );
    assert_eq!(plain(" \n", 60), "");
}

#[test]
fn nothing_acts_on_the_terminal_however_it_is_written() {
    let hostile = "\u{1b}[2J &#27;[31m &#x9b;2J &#x202e; [a](<http://x/\u{1b}]0;o\u{7}> \"\u{1b}\") `\u{1b}c` ![\u{9b}](&#27;[0m)\r\n\n```\u{1b}[m\n\u{1b}[2J\r\u{8}\n```\n<a href=\"\u{1b}\">\n\n| \u{1b} |\n|--|\n| &#7; |\n";
    let shown = plain(hostile, 40);
    let acts = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
    assert!(!shown.contains(acts), "{shown:?}");
    assert!(shown.matches('␛').count() >= 8, "{shown}");
}

#[test]
fn texts_nested_without_end_are_rendered() {
    for deep in [
        "> ".repeat(20_000) + "x",
        "- ".repeat(20_000) + "x",
        "*".repeat(20_000) + "x" + &"*".repeat(20_000),
        "[".repeat(20_000) + "x" + &"](y)".repeat(20_000),
        "|".repeat(5_000) + "\n" + &"|-".repeat(5_000) + "\n|x|\n",
        "1. > ".repeat(5_000) + "x\n\n" + &"y\n\n".repeat(1_000),
    ] {
        let shown = plain(&deep, 40);
        assert!(shown.contains('x'), "{}", &shown[..100]);
        assert!(shown.len() < 40 * deep.len());
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_stumble(
        text in "([a-z]{1,9}|[ \n#>*_~`|\\[\\]()<!-]|- |1\\. |    |\n\n|```|--|é|千|\u{1b}|&#27;){0,40}",
        width in 0_usize..50,
    ) {
        let shown = plain(&text, width);
        prop_assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
        prop_assert!(shown.is_empty() == text.trim().is_empty() && !shown.ends_with(' '));
    }
}
