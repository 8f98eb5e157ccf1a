import { CordboardError } from '../errors.ts'

/** Every code of the kernel: what happened and what to do. `docs/errors.md` is made from it. */
export const kernelErrors = {
  'manifest.unreadable': 'The file `cordboard.plugin.json` can not be read or is not JSON. Repair the file.',
  'manifest.invalid':
    'A key of the manifest is missing, unknown or has a wrong value. The message names key, expectation and finding.',
  'manifest.version': 'The versions in `cordboard.plugin.json` and `package.json` differ. Make them equal.',
  'manifest.file': 'The manifest names a file that is not there. Add the file or correct the path.',
  'manifest.settings':
    'A settings schema does not compile, or one of its properties has neither a default nor is required.',
  'manifest.panel':
    'A panel can not be shown: a slot, sandbox or condition that this version does not offer, a missing `ui:panel:<slot>`, or a label that the locales do not have.',
  'manifest.page': 'A permission `ui:script:…` or `ui:connect:…` names no host. Name one, or a variable of the plugin.',
  'manifest.route':
    'A route can not be mounted: a contract path of another plugin, a variable among its first two parts, or `rawBody` with a sign-in.',
  'plugin.engine': 'The plugin asks for another version of Cordboard. Upgrade one of them.',
  'plugin.isolation':
    'The plugin asks for a process of its own, which this version does not offer. Set `isolation` to `inline` if you trust it.',
  'plugin.duplicate': 'Two folders hold a plugin of the same id. Remove one.',
  'plugin.dependencyMissing': 'A plugin that this one needs is not there, has failed, or has another version.',
  'plugin.dependencyCycle':
    'Plugins need each other in a circle, which the message names. Make one of the dependencies optional or remove it.',
  'plugin.conflict': 'Two plugins refuse to be loaded together. Remove one.',
  'plugin.channelTaken': 'Two plugins declare the same channel type. Remove one.',
  'plugin.import': 'The server module could not be imported: a syntax error, a missing import, or it threw.',
  'plugin.importTimeout': 'The server module did not finish loading in time: an `await` at its top level never ends.',
  'plugin.notModule': 'The server module is CommonJS. Publish an ES module.',
  'plugin.noDefault':
    'The server module has no default export with a `setup` function. Export `definePlugin({...})` as default.',
  'plugin.setup': '`setup` threw. The cause is in the message.',
  'plugin.setupTimeout': '`setup` did not finish in time. It must only declare; start long-lived things in `onStart`.',
  'plugin.unknownHook': 'The plugin taps a hook that does not exist.',
  'plugin.undeclaredHook': 'The plugin taps a hook that its manifest does not list under `contributes.hooks`.',
  'plugin.permission':
    'The plugin uses something its manifest does not ask for. Add the permission that the message names.',
  'plugin.undeclaredRoute':
    'The plugin handles a route, or lists one that it does not handle. Keep manifest and handlers in step.',
  'plugin.undeclaredJob':
    'The plugin defines or queues a job that its manifest does not list under `contributes.jobs`.',
  'plugin.late': 'A tap, a route or a job was declared after `setup` had ended. Declare everything in `setup`.',
  'plugin.stage': 'A tap names a stage that does not exist. Use `Stage.Early`, `Normal`, `Late` or `Observe`.',
  'plugin.unknown': 'There is no plugin of that id.',
  'plugin.failed': 'The plugin did not load and can not be switched on. Its reason is on the plugin screen.',
  'plugin.installationWide': 'The plugin belongs to the installation; accounts can not switch it.',
  'plugin.required': 'Other plugins that are on for the account need this one. Switch them off first.',
  'plugin.requires': 'A plugin that this one needs is off for the account. Switch it on first.',
  'plugin.settings': 'The settings do not match the schema of the plugin.',
  'plugin.paused': 'The tap failed five times within a minute and rests for half a minute.',
  'tap.failed': 'A tap threw. Plugin, version and hook are in the message, the original error is its cause.',
  'tap.timeout': 'A tap was not done within the hard limit of its hook.',
  'tap.answer': 'A tap answered in another shape than its hook asks for. The answer was dropped.',
  'egress.address': 'A plugin called an address that is not public.',
  'egress.host': 'A plugin called a host that its manifest does not list as `http:egress:<host>`.',
  'egress.url': 'A plugin called something else than an http(s) address on a usual port.',
  'egress.redirect': 'A provider redirected too often, or from https to http.',
  'storage.size': 'A plugin stored a value that is larger than 64 kB.',
} as const

export type KernelErrorCode = keyof typeof kernelErrors

const statusOf: Partial<Record<KernelErrorCode, number>> = { 'plugin.unknown': 404, 'plugin.paused': 503 }

export const kernelError = (code: KernelErrorCode, message: string, options?: ErrorOptions): CordboardError =>
  new CordboardError(code, statusOf[code] ?? 422, message, options)

/** A tap that failed: names plugin, version and hook; what was thrown is the cause. */
export class TapError extends CordboardError {
  override readonly name = 'TapError'
  readonly plugin: string
  readonly version: string
  readonly hook: string

  constructor(
    code: 'tap.failed' | 'tap.timeout' | 'tap.answer' | 'plugin.paused',
    tap: { plugin: string; version: string; hook: string },
    message: string,
    cause?: unknown,
  ) {
    super(code, 503, `Plugin "${tap.plugin}" ${tap.version}, hook ${tap.hook}: ${message}`, {
      cause,
      // The reason may name what is nobody's business outside.
      body: { error: `Plugin "${tap.plugin}" could not finish this. Try again.` },
    })
    this.plugin = tap.plugin
    this.version = tap.version
    this.hook = tap.hook
  }
}

/** A sentence about whatever was thrown, `undefined` and `null` included. */
export const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : `threw ${thrown === undefined ? 'undefined' : JSON.stringify(thrown)}`
