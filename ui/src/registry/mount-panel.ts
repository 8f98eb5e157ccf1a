import type { Panel, PanelFailure } from '../data/panels.ts'

const longestLoad = 10_000
const longestBlank = 3_000

/** The element of a panel, as the host treats it. */
export interface PanelElement extends HTMLElement {
  context: unknown
  hasUpdated?: boolean
}

type PanelClass = (new () => PanelElement) & { prototype: Partial<LitLike> }

interface LitLike {
  performUpdate(): unknown
  connectedCallback(): unknown
}

type ImportModule = (address: string) => Promise<{ default?: unknown }>

export interface MountOptions {
  host: HTMLElement
  context: unknown
  /** Counts tries: a module that failed is loaded anew. */
  attempt: number
  fail(failure: PanelFailure): void
  importModule?: ImportModule
}

const failures = new WeakMap<PanelElement, (failure: PanelFailure) => void>()
const elements = new WeakMap<PanelClass, PanelClass>()
let count = 0

/** Loads a panel's module, makes its element and puts it into `host`. What goes wrong then or later is told to `fail`. */
export async function mountPanel(panel: Panel, options: MountOptions): Promise<PanelElement | undefined> {
  const { host, context, fail } = options
  try {
    const Element = elementOf(panel, await load(panel, options))
    const element = new Element()
    failures.set(element, fail)
    element.context = context
    host.append(element)
    watchBlank(panel, element, fail)
    return element
  } catch (error) {
    fail(failureOf('load', error))
    return undefined
  }
}

async function load(panel: Panel, { attempt, importModule = usually }: MountOptions): Promise<PanelClass> {
  const module = await within(
    attempt > 0 ? loadAnew(panel, attempt, importModule) : importModule(panel.module),
    longestLoad,
  )
  const { default: exported } = module
  if (typeof exported !== 'function' || !(exported.prototype instanceof HTMLElement))
    throw new Error('its module has no element class as default export')
  return exported as unknown as PanelClass
}

// A browser keeps a module that failed under its address. Under another one the page's import map vouches for nothing:
// what is fetched here, and is then in the browser's cache, has been compared.
async function loadAnew({ module, integrity }: Panel, attempt: number, importModule: ImportModule) {
  const address = `${module}?try=${attempt}`
  await fetch(address, { integrity })
  return importModule(address)
}

const usually: ImportModule = (address) => import(/* @vite-ignore */ address)

function within<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not load in ${milliseconds / 1000} s`)), milliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Every class gets a tag of this page: two versions, or two panels that chose the same name, live side by side. */
function elementOf({ pluginId, id }: Panel, Base: PanelClass): PanelClass {
  const known = elements.get(Base)
  if (known) return known
  count += 1
  const Guarded = guarded(Base)
  customElements.define(`cbx-${pluginId}-${id}-${count}`, Guarded)
  elements.set(Base, Guarded)
  return Guarded
}

/** The class, with what it throws while it is drawn told to the host instead of the page. */
function guarded(Base: PanelClass): PanelClass {
  const run = (element: PanelElement, name: keyof LitLike) => {
    try {
      return Base.prototype[name]?.call(element)
    } catch (error) {
      failures.get(element)?.(failureOf('render', error))
      return undefined
    }
  }
  return class extends Base {
    performUpdate() {
      return run(this, 'performUpdate')
    }
    connectedCallback() {
      return run(this, 'connectedCallback')
    }
  }
}

export const failureOf = (kind: PanelFailure['kind'], thrown: unknown): PanelFailure =>
  thrown instanceof Error
    ? { kind, message: thrown.message, ...(thrown.stack && { stack: thrown.stack }) }
    : { kind, message: String(thrown) }

/** A banner may have nothing to say; whatever else shows nothing, or never finishes its first picture, has failed. */
function watchBlank({ slot }: Panel, element: PanelElement, fail: (failure: PanelFailure) => void): void {
  setTimeout(() => {
    if (!element.isConnected) return
    const isDrawn = element.hasUpdated !== false && (slot === 'inbox.banner' || hasContent(element))
    if (!isDrawn) fail({ kind: 'blank', message: `it showed nothing for ${longestBlank / 1000} s` })
  }, longestBlank)
}

const hasContent = (element: HTMLElement): boolean =>
  [element, element.shadowRoot].some((root) => (root?.childElementCount ?? 0) > 0 || Boolean(root?.textContent?.trim()))
