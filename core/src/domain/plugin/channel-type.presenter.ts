import type { ChannelType } from '../../kernel/kernel.ts'

/** A kind of inbox as the wizard needs it: what to ask for, and what can be done with it. */
export const presentChannelType = ({
  pluginId,
  type,
  wire,
  label,
  icon,
  setup,
  secrets,
  capabilities,
}: ChannelType) => ({
  plugin_id: pluginId,
  type,
  wire,
  label,
  icon: icon ?? null,
  setup,
  secrets,
  capabilities,
})
