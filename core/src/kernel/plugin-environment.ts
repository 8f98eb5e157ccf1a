/**
 * The installation's variables that belong to a plugin: those that begin with its id in upper case, without a leading
 * `channel-`. `channel-pigeon` owns `PIGEON_…`.
 */
export function environmentOf(
  pluginId: string,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const prefix = `${pluginId
    .replace(/^channel-/, '')
    .toUpperCase()
    .replaceAll('-', '_')}_`
  return Object.freeze(Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith(prefix))))
}

/** Origins the operator put in the place of a provider's: they may be anywhere, this machine included. */
export const substituteOrigins = (environment: Readonly<Record<string, string>>): ReadonlySet<string> =>
  new Set(
    Object.entries(environment)
      .filter(([name, value]) => name.endsWith('_BASE_URL') && URL.canParse(value))
      .map(([, value]) => new URL(value).origin),
  )
