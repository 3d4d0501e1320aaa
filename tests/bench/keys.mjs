// Measures the time from a key to the frame that shows it, with thirty household members: the plain
// HTML page of the harness against ours.
//
//     HARNESS=<folder> node tests/bench/keys.mjs [runs]
import fs from 'node:fs'
import { interleaved, median, ours, peer, phone, serve } from './phone.mjs'

const example = new URL('../../procedures/602b/examples/ok-golden-1-first-no-number.json', import.meta.url)
const { answers } = JSON.parse(fs.readFileSync(example, 'utf8'))
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZĐÊÔƠ'
answers.members = Array.from({ length: 30 }, (_, i) => ({ ...answers.members[i % answers.members.length], full_name: `Nguyễn Thị Thành Viên ${letters[i]}` }))
delete answers.commitment
const draft = { v: 1, revision: 3, writer: 'bench', saved_at: Math.floor(Date.now() / 1000), language: 'vi', page: '', answers, dossier_id: '', frozen: null, receipt: null, drafted: '', changed: false, origin: '' }
const text = 'nguyen thi anh tuyet le van an tran duc thang pham bui dang'

const sites = { html: await serve(peer('html')), hoso: await serve(ours) }

async function household(name, page) {
  if (name === 'html') {
    await page.goto(`${sites.html}/`)
    await page.evaluate(() => document.querySelectorAll('section, fieldset, [hidden]').forEach((part) => { part.hidden = false }))
    const add = page.locator('button', { hasText: /Thêm/ }).first()
    for (let i = 0; i < 30; i++) await add.evaluate((button) => button.click())
    return 'members.14.name'
  }
  await page.goto(`${sites.hoso}/602b/`)
  await page.waitForFunction("document.documentElement.dataset.hosoState === 'live' && location.hash")
  await page.evaluate((draft) => new Promise((done) => {
    const open = indexedDB.open('hoso')
    open.onsuccess = () => {
      const change = open.result.transaction('drafts', 'readwrite')
      change.objectStore('drafts').put(JSON.stringify(draft), '602b:bench')
      change.oncomplete = () => { open.result.close(); done() }
    }
  }), draft)
  await page.reload()
  await page.waitForFunction("document.querySelector('input[value=first_no_number]')?.checked")
  await page.evaluate("location.hash = '#household_members'")
  return 'members.14.full_name'
}

const results = await interleaved(Object.keys(sites), Number(process.argv[2] ?? 3), async (name) => {
  const { page, slow, end } = await phone()
  const field = page.locator(`[name="${await household(name, page)}"]`).first()
  await field.waitFor()
  await page.evaluate(() => {
    window.times = []
    let pressed = 0
    addEventListener('keydown', (event) => { pressed = event.timeStamp }, true)
    addEventListener('input', () => {
      const from = pressed
      requestAnimationFrame(() => {
        const after = new MessageChannel()
        after.port1.onmessage = () => times.push(performance.now() - from)
        after.port2.postMessage(0)
      })
    }, true)
  })
  await field.focus()
  await page.keyboard.press('End')
  await slow(6)
  for (const key of text) {
    await page.keyboard.press(key === ' ' ? 'Space' : key)
    await page.waitForTimeout(110)
  }
  await page.waitForFunction((count) => times.length === count, text.length)
  const times = (await page.evaluate('times')).sort((a, b) => a - b)
  await end()
  return { p50: times[times.length >> 1], p95: times[Math.floor(times.length * 0.95)] }
})
for (const what of ['p50', 'p95']) {
  const times = Object.entries(results).map(([name, all]) => [name, median(all.map((one) => one[what]))])
  const { html } = Object.fromEntries(times)
  console.log(what, ...times.map(([name, time]) => `${name} ${time.toFixed(1)} ms (${(time / html).toFixed(2)})`))
}
process.exit(0)
