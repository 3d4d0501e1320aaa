//! Vietnamese alphabetical order: a ă â b c d đ e ê …, then tones for equal letters.
//!
//! Letters and tones (level, huyền, hỏi, ngã, sắc, nặng) have the order of Vietnamese dictionaries.

/// Each letter with its five tones, in the order of the alphabet.
const LETTERS: &str = " |'|-|aàảãáạ|ăằẳẵắặ|âầẩẫấậ|b|c|d|đ|eèẻẽéẹ|êềểễếệ|f|g|h|iìỉĩíị|j|k|l|m|n\
    |oòỏõóọ|ôồổỗốộ|ơờởỡớợ|p|q|r|s|t|uùủũúụ|ưừửữứự|v|w|x|yỳỷỹýỵ|z";

/// Returns the sort key of a Vietnamese name: all letters, then all tones.
pub(crate) fn key(name: &str) -> (Vec<u32>, Vec<u32>) {
    name.chars().flat_map(char::to_lowercase).map(rank).unzip()
}

/// Returns the ranks of a letter and of its tone. Digits come before letters.
fn rank(c: char) -> (u32, u32) {
    for (letter, tones) in (20_u32..).zip(LETTERS.split('|')) {
        if let Some((tone, _)) = (0_u32..).zip(tones.chars()).find(|(_, t)| *t == c) {
            return (letter, tone);
        }
    }
    (c.to_digit(10).unwrap_or(100 + u32::from(c)), 0)
}
