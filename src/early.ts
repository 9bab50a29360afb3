import { hasOwnBar, isBarServed } from './app/own-bar.ts'
import { whenReady } from './app/ready.ts'
import { isAnyKept } from './atendimento/send/kept-drafts.ts'
import { saysOfCall } from './host/from-address.ts'
import { isPressed, sendChord } from './ui/chord.ts'
import { areShortcutsOn } from './ui/shortcut-switch.ts'

/*
 * In the head of the page at `/`, by itself: runs before the picture in its body is read, and long before the page's
 * own script has come (design §7, “Always on”).
 */

const { documentElement: html } = document
const isFitting = !isAnyKept(() => sessionStorage) && hasOwnBar() === isBarServed()

const patienceMs = 2000

/** What was pressed last. */
let pressed: HTMLElement | null = null
let waiting: ReturnType<typeof setTimeout> | undefined
/** The page's script doesn't come. */
let isMissing = false

function press(control: HTMLElement | null) {
  pressed = control
  if (isMissing) return
  clearTimeout(waiting)
  waiting = setTimeout(
    say,
    patienceMs,
    'Espere: parte desta página ainda não chegou. Assim que ela chegar, faço o que você pediu.',
  )
}

const submitButton = () => document.querySelector<HTMLElement>('#raiz [type="submit"]')

function onClick(event: MouseEvent) {
  const { target, ctrlKey, metaKey, shiftKey } = event
  const control = target instanceof Element && target.closest<HTMLElement>('#raiz :is(a, button)')
  if (!control) return
  // With these a link opens elsewhere, and this page stays.
  if (control instanceof HTMLAnchorElement && (ctrlKey || metaKey || shiftKey)) return
  event.preventDefault()
  event.stopPropagation()
  press(control)
}

function onKeyDown(event: KeyboardEvent) {
  if (event.isComposing || !areShortcutsOn() || !isPressed(sendChord, event)) return
  event.preventDefault()
  event.stopPropagation()
  press(submitButton())
}

/** What is written behind a press may be half a sentence as the script comes: that is pressed for anew. */
function onInput() {
  if (!pressed) return
  pressed = null
  clearTimeout(waiting)
  if (notice.isConnected && !isMissing)
    say('Você continuou escrevendo: quando terminar, peça de novo.')
}

/** What had the focus last, of a picture that React has to replace still the old one. */
let focused: HTMLElement | null = null

function onFocusIn({ target }: Event) {
  if (target instanceof HTMLElement && focused?.isConnected !== false) focused = target
}

const isField = (element: Element | null) =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement

/** Whoever writes goes on in the same field and place, not in the first one. */
function focusAgain() {
  if (!focused || focused.isConnected) return
  const again = document.getElementById(focused.id)
  again?.focus()
  if (!isField(focused) || !isField(again)) return
  const { selectionStart, selectionEnd } = focused
  // A tick and an address have none, and would throw.
  if (selectionStart !== null) again.setSelectionRange(selectionStart, selectionEnd)
}

const notice = document.createElement('p')
notice.setAttribute('role', 'alert')

function say(sentence: string) {
  document.body.prepend(notice)
  notice.textContent = sentence
}

/** Without the page's script the form looks as if it did something. */
function onError(event: Event) {
  const isOfPage =
    (event.target instanceof HTMLScriptElement && event.target.src.includes('/assets/')) ||
    (event instanceof ErrorEvent && event.filename.includes('/assets/'))
  if (!isOfPage) return
  isMissing = true
  clearTimeout(waiting)
  say(
    'Uma parte desta página não chegou, e sem ela não posso enviar: copie o que escreveu e recarregue a página.',
  )
}

function focusFirst() {
  const first = document.getElementById('campo-id_cliente_servico')
  // From a host page nothing is taken.
  if (window.parent === window && document.activeElement === document.body) first?.focus()
}

if (isFitting) {
  if (window.parent !== window || saysOfCall(location)) html.dataset.hospede = ''
  document.addEventListener('click', onClick, true)
  document.addEventListener('keydown', onKeyDown, true)
  document.addEventListener('input', onInput, true)
  document.addEventListener('focusin', onFocusIn, true)
  window.addEventListener('error', onError, true)
  whenReady(() => {
    window.removeEventListener('error', onError, true)
    clearTimeout(waiting)
    notice.remove()
    document.removeEventListener('click', onClick, true)
    document.removeEventListener('keydown', onKeyDown, true)
    document.removeEventListener('input', onInput, true)
    document.removeEventListener('focusin', onFocusIn, true)
    focusAgain()
    // Whatever was pressed meanwhile, once. Of a picture that React had to replace the button is another.
    const again = pressed?.matches('[type="submit"]') ? submitButton() : pressed
    again?.click()
  })
} else html.dataset.semRetrato = ''

// At its end, which is before the page's script runs.
document.addEventListener(
  'readystatechange',
  () => {
    if (isFitting) return focusFirst()
    document.getElementById('raiz')?.replaceChildren()
    delete html.dataset.semRetrato
  },
  { once: true },
)
