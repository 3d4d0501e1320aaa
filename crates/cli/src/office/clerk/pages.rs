//! The pages, in Vietnamese.

use hoso_dossier::timestamp;
use hoso_receiver::office::{Dossier, OfficeError};
use hoso_receiver::state::State;
use maud::{DOCTYPE, Markup, html};

use super::answers;
use super::listing::{Listing, PAGE};

/// Offset of Vietnam from UTC, in seconds.
const VIETNAM: i64 = 7 * 3600;

fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="vi" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="data:,";
            }
            body {
                header { a href="/" { "Hồ sơ đã nhận" } }
                main { (content) }
                footer { "Trang chỉ để xem. Mỗi lần xem được ghi vào nhật ký, không ghi nội dung." }
            }
        }
    }
}

/// Returns a page with one sentence.
pub(super) fn message(text: &str) -> Markup {
    page(
        text,
        &html! { h1 { (text) } p { a href="/" { "Về danh sách" } } },
    )
}

/// Returns the list of dossiers, newest first.
pub(super) fn list(listing: &Listing, found: &[Result<Dossier, OfficeError>]) -> Markup {
    let last = found.last().filter(|_| found.len() == PAGE as usize);
    let next = last.and_then(|last| last.as_ref().ok());
    let content = html! {
        h1 { "Hồ sơ đã nhận" }
        form method="get" {
            label { "Số biên nhận" input name="so" autocomplete="off" placeholder="HS-2026-000123"; }
            label { "Thủ tục"
                select name="thu_tuc" {
                    option value="" { "Tất cả" }
                    @for procedure in hoso_procedures::DOSSIERS {
                        option value=(procedure.definition.code) selected[procedure.definition.code == listing.thu_tuc] { (procedure.definition.title) }
                    }
                }
            }
            label { "Trạng thái"
                select name="trang_thai" {
                    option value="" { "Tất cả" }
                    @for state in State::ALL {
                        option value=(state.code()) selected[state.code() == listing.trang_thai] { (state.name()) }
                    }
                }
            }
            button type="submit" { "Tìm" }
        }
        @if found.is_empty() {
            p { "Không có hồ sơ nào." }
        } @else {
            div class="scroll" tabindex="0" role="region" aria-label="Danh sách hồ sơ" {
                table {
                    thead { tr { th scope="col" { "Số biên nhận" } th scope="col" { "Nhận lúc" } th scope="col" { "Thủ tục" } th scope="col" { "Trạng thái" } th scope="col" { "Tệp" } } }
                    tbody {
                        @for dossier in found {
                            @match dossier {
                                Ok(dossier) => tr {
                                    td { a href=(format!("/ho-so/{}", dossier.number)) { (dossier.number) } }
                                    td { (when(dossier.received_at)) }
                                    td { (title(&dossier.envelope.procedure)) }
                                    td { (state(&dossier.status)) }
                                    td { (dossier.envelope.attachments.len()) @if !dossier.missing.is_empty() { " (thiếu " (dossier.missing.len()) ")" } }
                                },
                                Err(error) => tr { td colspan="5" { "Không đọc được: " (error) } },
                            }
                        }
                    }
                }
            }
            @if let Some(next) = next {
                p { a href=(format!("/?thu_tuc={}&trang_thai={}&sau={}", listing.thu_tuc, listing.trang_thai, next.number)) { "Hồ sơ cũ hơn" } }
            }
        }
    };
    page("Hồ sơ đã nhận", &content)
}

/// Returns a dossier with its answers and files.
pub(super) fn dossier(dossier: &Dossier) -> Markup {
    let envelope = &dossier.envelope;
    let number = &dossier.number;
    let content = html! {
        h1 { (number) }
        p { (title(&envelope.procedure)) }
        dl {
            dt { "Nhận lúc" } dd { (when(dossier.received_at)) }
            dt { "Trạng thái" } dd { (state(&dossier.status)) }
            dt { "Mã đối chiếu nội dung" } dd class="code" { (dossier.digest) }
        }
        p { a href=(format!("/ho-so/{number}/to-khai.pdf")) { "Mở tờ khai (PDF)" } }
        @for (title, rows) in answers::steps(envelope) {
            h2 { (title) }
            dl {
                @for row in rows {
                    dt { (row.label) }
                    dd { @for line in row.lines { div { (line) } } }
                }
            }
        }
        @if !envelope.attachments.is_empty() || !dossier.missing.is_empty() {
            h2 { "Tệp kèm theo" }
            @for missing in &dossier.missing {
                p class="missing" { "Còn thiếu: " (label(&envelope.procedure, missing)) }
            }
            ul class="files" {
                @for file in &envelope.attachments {
                    @let address = format!("/ho-so/{number}/tep/{}", file.sha256);
                    @let name = label(&envelope.procedure, &file.field);
                    li {
                        a href=(address) {
                            @if file.media_type.starts_with("image/") { img src=(address) alt="" loading="lazy"; }
                            (name) " · " (file.size / 1000) " kB"
                        }
                    }
                }
            }
        }
    };
    page(number, &content)
}

/// Returns a time in Vietnam.
fn when(seconds: i64) -> String {
    let text = timestamp::format(seconds + VIETNAM);
    let part = |range| text.get(range).unwrap_or_default();
    format!(
        "{} ngày {}/{}/{}",
        part(11..16),
        part(8..10),
        part(5..7),
        part(0..4)
    )
}

fn title(procedure: &str) -> &str {
    let found = hoso_procedures::find_dossier(procedure);
    found.map_or(procedure, |found| found.definition.title)
}

fn state(code: &str) -> &str {
    State::parse(code).map_or(code, |state| state.name())
}

fn label<'a>(procedure: &str, field: &'a str) -> &'a str {
    let found = hoso_procedures::find_dossier(procedure);
    let field_of = found.and_then(|found| found.definition.field(field));
    field_of.map_or(field, |(_, field)| field.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_a_time_is_that_of_vietnam() {
        assert_eq!(when(1_795_140_000), "09:00 ngày 20/11/2026");
    }

    #[test]
    fn ok_text_is_no_markup() {
        let page = message("<script>alert(1)</script>").0;
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
    }
}
