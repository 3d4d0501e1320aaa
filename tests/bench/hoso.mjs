// Hồ Sơ for the peers' harness: what the first load of /602b/ weighs, when it paints, and when
// its first step is live and validated.
//
// The peers begin with a name to type; the first step here asks what the person wants, so the
// probe ticks one wish, presses "Tiếp tục" and waits until the wish is held and the question
// that was left out bears its message. The whole wizard of the peers has another shape and
// three photos, so the harness's kind "act" does not fit; use --only=cold,p4g,p3g.
export default {
  id: 'hoso',
  title: 'Hồ Sơ (Rust, Leptos, WASM)',
  dist: '../../dist',
  start: '602b/index.html',
  find: {
    cases: { css: 'input[name="cases"][value="return"]' },
    compulsory: { css: 'input[name="in_compulsory_group"]' },
  },
  plan: [['cases', 'compulsory']],
  probe: { type: 'cases', expect: 'compulsory', value: 'return' },
  buttons: { next: 'Tiếp tục', back: 'Quay lại', submit: 'Gửi hồ sơ', addMember: 'Thêm một người' },
  inPage: {
    value(f, H) {
      const box = H.q('input[name="cases"][value="return"]')[0]
      return f === 'cases' ? (box?.checked ? 'return' : '') : undefined
    },
    error(f, H) {
      const message = H.B.el(f)?.closest('.field')?.querySelector('.message--error')
      return message ? H.text(message) : ''
    },
    button(k, H) {
      const box = H.q('input[name="cases"][value="return"]')[0]
      if (k === 'next' && box && !box.checked) H.click(box)
      return k === 'next' ? H.q('button[type=submit]')[0] : null
    },
  },
}
