// Measures first contentful paint of a cached load, on the reference phone and network: the second
// repeat of a visit in one browser, of the plain HTML page and the Solid page of the harness
// against ours. No script runs in the measured page but its own.
//
//     HARNESS=<folder> node tests/bench/cached.mjs [runs]
import { interleaved, median, ours, peer, phone, serve } from './phone.mjs'

const pages = {
  html: `${await serve(peer('html'))}/`,
  solid: `${await serve(peer('solid'))}/`,
  hoso: `${await serve(ours)}/602b/`,
}
const read = `({
  document: performance.getEntriesByType("navigation")[0].responseEnd,
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
})`

async function visit(address) {
  const { page, tools, slow, end } = await phone()
  await tools.send('Network.enable')
  await tools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 2e5, uploadThroughput: 93750 })
  await slow(6)
  let found
  for (const wait of [4000, 2000, 2000]) {
    await page.goto('about:blank')
    await page.waitForTimeout(500)
    await page.goto(address, { waitUntil: 'commit' })
    // Waits longer than the slowest page takes; polling would disturb the measurement.
    await page.waitForTimeout(wait)
    found = await page.evaluate(read)
  }
  await end()
  return found
}
const results = await interleaved(Object.keys(pages), Number(process.argv[2] ?? 5), (name) => visit(pages[name]))

const times = (name, what) => median(results[name].map((one) => one[what]))
for (const name of Object.keys(pages)) {
  const [document, paint] = [times(name, 'document'), times(name, 'paint')]
  console.log(`${name.padEnd(5)} document ${document.toFixed(0)} ms, paint ${paint.toFixed(0)} ms (${(paint / times('solid', 'paint')).toFixed(2)} × Solid)`)
}
process.exit(0)
