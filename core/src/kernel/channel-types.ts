import type { ChannelType } from './kernel.ts'
import type { Manifest } from './manifest.ts'

/** The kinds of inboxes that the plugins bring. */
export const channelTypesOf = (plugins: readonly Manifest[]): ChannelType[] =>
  plugins.flatMap(({ id, contributes }) =>
    contributes.channels.map(({ type, wire, label, icon, setup, secrets, capabilities }) => ({
      pluginId: id,
      type,
      wire: wire ?? wireName(type),
      label,
      ...(icon !== undefined && { icon }),
      setup: setup ?? { type: 'object', properties: {} },
      secrets: secrets ?? [],
      capabilities,
    })),
  )

/** `Channel::WebWidget` is `web_widget` in requests. */
export const wireName = (type: string): string =>
  type
    .replace(/^Channel::/, '')
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`)
    .toLowerCase()
