import type { MessageTemplate } from '../../data/inboxes.ts'

const place = /\{\{\s*([\w.]+)\s*\}\}/g

export const bodyOf = ({ components }: MessageTemplate): string =>
  components.find(({ type }) => type.toUpperCase() === 'BODY')?.text ?? ''

/** Names of the places to fill, each once: `1`, `2`, or words. */
export const placesOf = (template: MessageTemplate): string[] => [
  ...new Set([...bodyOf(template).matchAll(place)].map(([, name = '']) => name)),
]

export const fillBody = (template: MessageTemplate, values: Readonly<Record<string, string>>): string =>
  bodyOf(template).replace(place, (whole, name: string) => values[name] || whole)

/** Text-only templates can be sent from here; those with media in their head need a file. */
export const isSendable = ({ status, components }: MessageTemplate): boolean =>
  status.toUpperCase() === 'APPROVED' &&
  !components.some(
    ({ type, format }) => type.toUpperCase() === 'HEADER' && format !== undefined && format.toUpperCase() !== 'TEXT',
  )
