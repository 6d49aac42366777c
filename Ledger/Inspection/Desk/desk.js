// Times in the reader's zone; UTC stays in the title.
const form = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'short', timeStyle: 'short' })
for (const time of document.querySelectorAll('time[datetime]')) time.textContent = form.format(new Date(time.dateTime))

// "/" goes to the search box, as in most tools of this kind.
document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return
  const box = document.querySelector('input[type=search]')
  if (!box) return
  event.preventDefault()
  box.select()
})
