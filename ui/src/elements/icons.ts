const SHAPES = /<(path|circle|rect|line|polyline|polygon|ellipse)\s([^>]*?)\/?>/g
const ATTRIBUTES = /([\w-]+)="([^"]*)"/g
const SVG = 'http://www.w3.org/2000/svg'

const sources = new Map<string, string>()
const drawings = new Map<string, DocumentFragment>()
const waiting = new Set<() => void>()

/**
 * Adds drawings of Lucide to those that can be asked for by name, as servers and plugins do. Elsewhere pass the source:
 * `<cb-icon .name=${plug}>` with `import plug from 'lucide-static/icons/plug.svg?raw'`.
 */
export function registerIcons(icons: Record<string, string>): void {
  for (const [name, source] of Object.entries(icons))
    sources.set(
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      source,
    )
  for (const draw of waiting) draw()
}

/** Calls back whenever icons arrive, until the returned function is called. */
export function onIcons(draw: () => void): () => void {
  waiting.add(draw)
  return () => waiting.delete(draw)
}

/** The shapes of an icon, given its source or its registered name, as nodes. Built node by node, so no Trusted Types policy is involved. */
export function iconShapes(name: string): DocumentFragment | undefined {
  const known = drawings.get(name)
  if (known) return known.cloneNode(true) as DocumentFragment
  const source = name.includes('<svg') ? name : sources.get(name)
  if (source === undefined) return undefined
  const fragment = document.createDocumentFragment()
  for (const [, tag, attributes] of source.matchAll(SHAPES)) fragment.append(shape(tag ?? 'path', attributes ?? ''))
  drawings.set(name, fragment)
  return fragment.cloneNode(true) as DocumentFragment
}

function shape(tag: string, attributes: string): SVGElement {
  const element = document.createElementNS(SVG, tag)
  for (const [, name, value] of attributes.matchAll(ATTRIBUTES)) element.setAttribute(name ?? '', value ?? '')
  return element
}
