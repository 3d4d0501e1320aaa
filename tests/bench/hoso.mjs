// Adapter of Hồ Sơ for the benchmark harness: size and paint of the first load of /602b/, and when
// its first step is hydrated and validated.
//
// The other pages start with a name to type; the first step here asks for a choice, so the probe
// ticks one choice, submits the step, and waits until the choice is checked and the field without
// answer shows its message. The wizards of the other pages differ and have three photos, so the
// harness's kind "act" does not apply; use --only=cold,p4g,p3g.
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
