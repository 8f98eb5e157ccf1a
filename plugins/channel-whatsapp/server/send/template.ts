import { type OutboundTemplate, PermanentError } from '@cordboard/plugin-sdk'
import { type Json, present, record, records, text, word } from '../json.ts'
import type { Part } from './part.ts'

const longestValue = 1000
const longestUrl = 2000
const longestCoupon = 15
const mediaTypes = new Set(['image', 'video', 'document'])

/** A template with its values. Only one that the provider approved, in this language, may be sent. */
export function templatePart(template: OutboundTemplate, known: unknown): Part {
  const found = findTemplate(template, records(known))
  const params = readParams(template.processedParams)
  const isNamed = word(found.parameter_format)?.toUpperCase() === 'NAMED'
  const components = [
    headerComponent(component(found, 'HEADER'), params.header, isNamed),
    bodyComponent(component(found, 'BODY'), params.body, isNamed),
    ...buttonComponents(records(component(found, 'BUTTONS')?.buttons), params.buttons),
  ].filter((part) => part !== undefined)
  return {
    type: 'template',
    body: {
      name: template.name,
      language: { policy: 'deterministic', code: word(found.language) ?? template.language ?? 'en' },
      ...(components.length > 0 ? { components } : {}),
    },
  }
}

function findTemplate({ name, language }: OutboundTemplate, known: Json[]): Json {
  const found = known.find(
    (candidate) =>
      candidate.name === name &&
      (language === undefined || candidate.language === language) &&
      word(candidate.status)?.toLowerCase() === 'approved',
  )
  if (!found) throw new PermanentError('whatsapp.template_missing', 'Template not found or invalid template name')
  return found
}

const component = (template: Json, type: string): Json | undefined =>
  records(template.components).find((part) => word(part.type)?.toUpperCase() === type)

interface Params {
  header: Json
  body: Json
  buttons: (Json | undefined)[]
}

/** The stored form, or one of its older ones: a list, or a flat map, of the body's values. */
function readParams(given: unknown): Params {
  const params = record(given) ?? {}
  if (Array.isArray(given))
    return {
      header: {},
      buttons: [],
      body: Object.fromEntries(given.map((value, index) => [String(index + 1), value])),
    }
  const isNested = ['body', 'header', 'buttons', 'footer'].some((key) => typeof params[key] === 'object')
  if (!isNested) return { header: {}, body: params, buttons: [] }
  const buttons = Array.isArray(params.buttons) ? params.buttons.map(record) : []
  return { header: record(params.header) ?? {}, body: record(params.body) ?? {}, buttons }
}

const placeholders = (value: unknown): string[] => [
  ...new Set([...(text(value) ?? '').matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].map((match) => match[1] as string)),
]

function bodyComponent(body: Json | undefined, values: Json, isNamed: boolean): object | undefined {
  const names = body ? placeholders(body.text) : Object.keys(values)
  if (names.length === 0) return undefined
  const ordered = isNamed ? names : names.toSorted((one, other) => Number(one) - Number(other))
  return { type: 'body', parameters: ordered.map((name) => textParameter(name, values[name], isNamed)) }
}

function headerComponent(header: Json | undefined, values: Json, isNamed: boolean): object | undefined {
  const format = word(header?.format)?.toLowerCase() ?? ''
  if (mediaTypes.has(format)) return { type: 'header', parameters: [mediaParameter(format, values)] }
  if (format === 'location') return { type: 'header', parameters: [{ type: 'location', location: locationOf(values) }] }
  const [name] = placeholders(header?.text)
  if (name === undefined) return undefined
  const value = values[name] ?? Object.entries(values).find(([key]) => !key.startsWith('media_'))?.[1]
  return { type: 'header', parameters: [textParameter(name, value, isNamed)] }
}

function textParameter(name: string, value: unknown, isNamed: boolean): object {
  const clean = sanitise(value)
  if (clean === '') throw invalid(`The template needs a value for {{${name}}}`)
  return { type: 'text', ...(isNamed ? { parameter_name: name } : {}), text: clean }
}

// The provider refuses line breaks, tabs and runs of spaces inside a value.
const sanitise = (value: unknown): string =>
  (text(value) ?? '')
    .replace(/[<>"']/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestValue)

function mediaParameter(format: string, values: Json): object {
  const url = word(values.media_url) ?? ''
  if (!isLink(url)) throw invalid(`The template needs the address of its ${format} (http or https)`)
  const filename = format === 'document' ? word(values.media_name) : undefined
  return { type: format, [format]: present({ link: new URL(url).href, filename }) }
}

const isLink = (url: string): boolean =>
  url.length <= longestUrl && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

function locationOf(values: Json): object {
  const place = present({
    latitude: word(values.latitude),
    longitude: word(values.longitude),
    name: word(values.name),
    address: word(values.address),
  })
  if (!place.latitude || !place.longitude) throw invalid('The template needs the coordinates of its place')
  return place
}

function buttonComponents(buttons: Json[], values: (Json | undefined)[]): object[] {
  return Array.from({ length: Math.max(buttons.length, values.length) }, (_, index) =>
    buttonComponent(index, buttons[index], values[index]),
  ).filter((part) => part !== undefined)
}

function buttonComponent(index: number, button: Json | undefined, value: Json | undefined): object | undefined {
  const parameter = sanitise(value?.parameter)
  const type = (word(value?.type) ?? word(button?.type) ?? '').toLowerCase()
  const needsValue = type === 'url' && placeholders(button?.url).length > 0
  if (parameter === '') {
    if (needsValue) throw invalid(`The template needs a value for the address of button ${index + 1}`)
    return undefined
  }
  if (type === 'copy_code') return buttonOf(index, 'copy_code', coupon(parameter))
  if (type === 'quick_reply') return buttonOf(index, 'quick_reply', { type: 'payload', payload: parameter })
  return buttonOf(index, 'url', { type: 'text', text: parameter })
}

const buttonOf = (index: number, type: string, parameter: object): object => ({
  type: 'button',
  sub_type: type,
  index: String(index),
  parameters: [parameter],
})

function coupon(code: string): object {
  if (code.length > longestCoupon) throw invalid(`A coupon code has up to ${longestCoupon} characters`)
  return { type: 'coupon_code', coupon_code: code }
}

const invalid = (message: string): PermanentError => new PermanentError('whatsapp.template_parameter', message)
