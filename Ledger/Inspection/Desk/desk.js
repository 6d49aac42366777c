// Times in the reader's zone; UTC stays in the title.
const form = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'short', timeStyle: 'short' })
const tellTimes = () => { for (const time of document.querySelectorAll('time[datetime]')) time.textContent = form.format(new Date(time.dateTime)) }
tellTimes()

// What goes on is looked at again until it is over; then the page is loaded once more.
const refresh = async () => {
  const part = document.querySelector('[data-refresh]')
  if (!part) return
  const answer = await fetch(location.href).catch(() => null)
  const fresh = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[aria-live]') : part
  if (!fresh?.hasAttribute('data-refresh')) return location.reload()
  part.replaceChildren(...fresh.cloneNode(true).childNodes)
  tellTimes()
  setTimeout(refresh, 1000)
}
setTimeout(refresh, 1000)

// "/" goes to the search box, as in most tools of this kind.
document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return
  const box = document.querySelector('input[type=search]')
  if (!box) return
  event.preventDefault()
  box.select()
})

// The picture of a trace: zoom and move. Without this script it scrolls.
for (const graph of document.querySelectorAll('[data-graph]')) {
  const svg = graph.querySelector('svg')
  const whole = svg.viewBox.baseVal
  const all = { x: whole.x, y: whole.y, width: whole.width, height: whole.height }
  graph.dataset.live = ''
  graph.querySelector('.tools').hidden = false
  svg.removeAttribute('width')
  svg.removeAttribute('height')
  let view = { ...all }
  const show = () => svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`)
  const zoom = (by, x = 0.5, y = 0.5) => {
    if (view.width * by > all.width * 4 || view.width * by < 120) return
    view = { x: view.x + view.width * (1 - by) * x, y: view.y + view.height * (1 - by) * y, width: view.width * by, height: view.height * by }
    show()
  }
  const move = (x, y) => { view.x += x * view.width; view.y += y * view.height; show() }
  for (const button of graph.querySelectorAll('[data-zoom]'))
    button.addEventListener('click', () => { if (button.dataset.zoom === '0') { view = { ...all }; show() } else zoom(Number(button.dataset.zoom)) })
  svg.addEventListener('wheel', event => {
    event.preventDefault()
    const place = svg.getBoundingClientRect()
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, (event.clientX - place.left) / place.width, (event.clientY - place.top) / place.height)
  }, { passive: false })
  const keys = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] }
  svg.addEventListener('keydown', event => {
    if (keys[event.key]) { event.preventDefault(); move(...keys[event.key]) }
    else if (event.key === '+' || event.key === '=') zoom(0.8)
    else if (event.key === '-') zoom(1.25)
  })
  let held = null
  svg.addEventListener('pointerdown', event => { held = { x: event.clientX, y: event.clientY, moved: false } })
  svg.addEventListener('pointermove', event => {
    if (!held) return
    const place = svg.getBoundingClientRect()
    const scale = Math.max(view.width / place.width, view.height / place.height)
    view.x -= (event.clientX - held.x) * scale
    view.y -= (event.clientY - held.y) * scale
    held = { x: event.clientX, y: event.clientY, moved: true }
    show()
  })
  for (const end of ['pointerup', 'pointerleave', 'pointercancel']) svg.addEventListener(end, () => { held = null })
}

// Where the device is, if it says so. Without this script, and where there is no secure connection, one types it in or leaves it out.
for (const part of document.querySelectorAll('[data-locate]')) {
  if (!navigator.geolocation || !isSecureContext) continue
  const form = part.closest('form')
  const told = part.querySelector('[role=status]')
  part.hidden = false
  part.querySelector('button').addEventListener('click', () => {
    told.textContent = told.dataset.waiting
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.elements.latitude.value = coords.latitude.toFixed(6)
      form.elements.longitude.value = coords.longitude.toFixed(6)
      form.elements.accuracyM.value = Math.round(coords.accuracy)
      told.textContent = told.dataset.found
    }, () => { told.textContent = told.dataset.failed }, { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 })
  })
}
