import type { TemplateResult } from 'lit'

/** The source of one Lucide icon: `import check from 'lucide-static/icons/check.svg?raw'`. */
export type Glyph = string

export type GlyphSize = 'xs' | 'sm' | 'md' | 'lg'

const templates = new Map<string, TemplateResult>()

/**
 * An icon as a template: no element, no request. Styled by `.glyph` of the base sheet.
 * The result is made once per icon and size, so that Lit prepares its template only once.
 */
export function glyph(source: Glyph, size: GlyphSize = 'md', flip = false): TemplateResult {
  const key = `${size}${flip}${source}`
  const known = templates.get(key)
  if (known) return known
  const markup = `<svg class="glyph ${size}${flip ? ' flip' : ''}" viewBox="0 0 24 24" aria-hidden="true">${drawing(source)}</svg>`
  const strings = Object.assign([markup], { raw: [markup] }) as unknown as TemplateStringsArray
  const template = { _$litType$: 1, strings, values: [] } as unknown as TemplateResult
  templates.set(key, template)
  return template
}

const drawing = (source: Glyph): string =>
  source.slice(source.indexOf('>', source.indexOf('<svg')) + 1, source.lastIndexOf('</svg>'))
