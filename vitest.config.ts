import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/reporter.ts'],
    projects: [
      {
        test: {
          name: 'node',
          include: [
            '{core,plugin-sdk,workflows,tests}/**/*.test.ts',
            'plugins/*/{server,test,simulator,workflows}/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', '.cordboard/**'],
          pool: 'forks',
          globalSetup: ['./tests/support/database.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
