//! Components that several views use.

pub mod after_submission;
pub mod answer_text;
pub mod back_button;
pub mod card_comparison;
pub mod confirm;
pub mod copy_button;
pub mod copy_sheet;
pub mod draft_list;
pub mod erase_data;
pub mod error_summary;
pub mod estimate;
pub mod header;
pub mod linkify;
pub mod merged_issues;
pub mod next_steps;
pub mod official_form;
pub mod other_drafts;
pub mod page_head;
pub mod prefill_notice;
pub mod privacy;
pub mod related_procedures;
pub mod required_documents;
pub mod review;
pub mod save_status;
pub mod sent_summary;
pub mod transfer_text;
