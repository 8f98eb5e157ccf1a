import type { Manifest, ManifestPanel } from './manifest.ts'

/** Where this version shows panels; the manifest's schema knows the places that are to come. */
export const offeredSlots: readonly string[] = ['inbox.setup', 'inbox.settings', 'inbox.banner']

/** Why a panel can not be shown as the manifest asks; undefined where it can. */
export function panelProblem(panel: ManifestPanel, { contributes, permissions }: Manifest): string | undefined {
  const { id, slot, sandbox, when } = panel
  if (!offeredSlots.includes(slot)) return `has the slot "${slot}", which this version does not offer`
  if (sandbox !== 'element')
    return 'asks for a frame of its own, which this version does not offer. Set "sandbox" to "element" if you trust it'
  if (!permissions.includes(`ui:panel:${slot}`)) return `needs the permission "ui:panel:${slot}"`
  if (!contributes.locales) return 'needs "contributes.locales" for its label'
  if (panel.page && slot !== 'inbox.setup') return 'has "page", which is for the slot "inbox.setup" alone'
  if (when?.permission) return 'has a condition "permission", which this version does not offer'
  if (slot === 'inbox.setup' && !(channelsOf(panel, contributes).length > 0))
    return 'sets up no channel: name one in "when.channels" or bring one'
  if (contributes.panels.filter((other) => other.id === id).length > 1) return `has the id "${id}" of another panel`
  return undefined
}

/** The channel types whose inboxes a panel is for: those it names, else those the plugin brings; none = any. */
export const channelsOf = (
  { when }: Pick<ManifestPanel, 'when'>,
  { channels }: Pick<Manifest['contributes'], 'channels'>,
): string[] => when?.channels ?? channels.map(({ type }) => type)
