/** Arrows point one way: plugins -> plugin-sdk -> (types of) core; core/bin puts the parts together. */
export default {
  forbidden: [
    {
      name: 'core-knows-no-plugin',
      severity: 'error',
      from: { path: '^core/src' },
      to: { path: '^(plugins|plugin-sdk|workflows|ui)/' },
    },
    {
      name: 'plugins-use-the-sdk-only',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/', pathNot: '^plugins/[^/]+/ui/' },
      to: { path: '^(core|workflows|ui|plugins)/', pathNot: '^plugins/$1/' },
    },
    {
      name: 'panels-use-the-elements-only',
      severity: 'error',
      // Panels share elements with the page; `ui/package.json` lists them.
      from: { path: '^plugins/([^/]+)/ui/' },
      to: {
        path: '^(core|workflows|ui|plugins)/',
        pathNot: ['^plugins/$1/(ui|locales)/', '^ui/src/(elements|styles)/', '^ui/test/'],
      },
    },
    {
      name: 'sdk-takes-types-only',
      severity: 'error',
      from: { path: '^plugin-sdk/src' },
      to: { path: '^core/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ui-talks-to-the-server-by-http-only',
      severity: 'error',
      from: { path: '^ui/' },
      // What a panel gets is written down once, for both sides.
      to: { path: '^(core|plugins|plugin-sdk|workflows)/', pathNot: '^plugin-sdk/src/panel.ts$' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    // What was built of these sources is not looked at twice.
    exclude: { path: '^(ui|plugins/[^/]+|tests/support/plugins/[^/]+)/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
}
