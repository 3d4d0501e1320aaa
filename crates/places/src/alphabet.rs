//! The order of Vietnamese words: a ă â b c d đ e ê …, the tones only where the letters are equal.
//!
//! Source: the order of the Vietnamese alphabet and of its tones (level, huyền,
//! hỏi, ngã, sắc, nặng) as in Vietnamese dictionaries.

/// Each letter with its five tones, in the order of the alphabet.
const LETTERS: &str = " |'|-|aàảãáạ|ăằẳẵắặ|âầẩẫấậ|b|c|d|đ|eèẻẽéẹ|êềểễếệ|f|g|h|iìỉĩíị|j|k|l|m|n\
    |oòỏõóọ|ôồổỗốộ|ơờởỡớợ|p|q|r|s|t|uùủũúụ|ưừửữứự|v|w|x|yỳỷỹýỵ|z";

/// What to sort a Vietnamese name by: first all letters, then all tones.
pub(crate) fn key(name: &str) -> (Vec<u32>, Vec<u32>) {
    name.chars().flat_map(char::to_lowercase).map(place).unzip()
}

/// The place of a letter in the alphabet, and of its tone. Digits come before the letters.
fn place(c: char) -> (u32, u32) {
    for (letter, tones) in (20_u32..).zip(LETTERS.split('|')) {
        if let Some((tone, _)) = (0_u32..).zip(tones.chars()).find(|(_, t)| *t == c) {
            return (letter, tone);
        }
    }
    (c.to_digit(10).unwrap_or(100 + u32::from(c)), 0)
}
