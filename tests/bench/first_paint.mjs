// Measures first contentful paint and the first field in the layout, on the reference phone and
// network: the plain HTML page and the Solid page of the harness against ours.
//
//     HARNESS=<folder> node tests/bench/first_paint.mjs [runs]
//
// Measures paint and field in separate visits of an idle browser: no script runs during the paint
// visit, because a script that polls on every frame causes frames; a timer polls for the field.
import { interleaved, median, ours, peer, phone, serve } from './phone.mjs'

const pages = {
  html: `${await serve(peer('html'))}/`,
  solid: `${await serve(peer('solid'))}/`,
  hoso: `${await serve(ours)}/602b/`,
}
const field = `{
  const timer = setInterval(() => {
    const found = document.querySelector('input:not([type=hidden]):not([type=file]), select')
    if (!found?.getClientRects().length) return
    window.fieldTime = performance.now()
    clearInterval(timer)
  }, 4)
}`

async function visit(address, watch, read) {
  const { page, tools, slow, end } = await phone()
  await tools.send('Network.enable')
  await tools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 2e5, uploadThroughput: 93750 })
  await slow(6)
  if (watch) await page.addInitScript(watch)
  await page.waitForTimeout(800)
  await page.goto(address, { waitUntil: 'commit' })
  // Waits longer than the slowest page takes; polling would disturb the measurement.
  await page.waitForTimeout(1500)
  const found = await page.evaluate(read)
  await end()
  if (!found) throw new Error(`${address} was not there in time`)
  return found
}
const results = await interleaved(Object.keys(pages), Number(process.argv[2] ?? 5), async (name) => ({
  paint: await visit(pages[name], '', 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime'),
  field: await visit(pages[name], field, 'window.fieldTime'),
}))

const mean = (all) => all.reduce((sum, one) => sum + one, 0) / all.length
const error = (all) => Math.sqrt(mean(all.map((one) => (one - mean(all)) ** 2)) / all.length)
for (const what of ['paint', 'field']) {
  const times = Object.entries(results).map(([name, all]) => [name, all.map((one) => one[what])])
  const { html } = Object.fromEntries(times)
  for (const [name, all] of times) {
    const [middle, average] = [median(all) / median(html), mean(all) / mean(html)]
    console.log(`${what} ${name.padEnd(5)} median ${median(all).toFixed(0)} ms (${middle.toFixed(2)}), mean ${mean(all).toFixed(0)} ± ${error(all).toFixed(0)} ms (${average.toFixed(2)})`)
  }
}
process.exit(0)
