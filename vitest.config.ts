import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArguments, prepareChromium } from './tests/support/chromium.ts'

const executablePath = await prepareChromium()

/** How long a test waits for what must come: a busy machine with two cores is slow, not wrong. */
const patience = { poll: { timeout: 10_000 } }

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/reporter.ts'],
    projects: [
      {
        test: {
          name: 'node',
          include: [
            '{core,plugin-sdk,workflows,tests}/**/*.test.ts',
            'ui/src/**/*.test.ts',
            'plugins/*/{server,test,simulator,workflows}/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', '.cordboard/**', '**/*.ui.test.ts', 'tests/journeys/**'],
          pool: 'forks',
          globalSetup: [
            './tests/support/database.ts',
            './tests/support/temporal-server.ts',
            './tests/support/temporal-test-server.ts',
          ],
          expect: patience,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts', 'plugins/*/journeys/**/*.test.ts'],
          pool: 'forks',
          globalSetup: [
            './tests/support/database.ts',
            './tests/support/build-dashboard.ts',
            './tests/support/temporal-server.ts',
          ],
          expect: patience,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Every source is looked through beforehand: a package found while a test runs would load the page again.
        optimizeDeps: { entries: ['ui/{src,gallery}/**/*.ts', 'plugins/*/ui/**/*.ts'] },
        tsconfig: 'ui/tsconfig.json',
        test: {
          name: 'ui',
          include: ['ui/**/*.ui.test.ts', 'plugins/*/ui/**/*.ui.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          expect: patience,
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: { executablePath, args: chromiumArguments },
              // Nothing moves: halfway, colours are not what they will be.
              contextOptions: { reducedMotion: 'reduce' },
            }),
          },
        },
      },
    ],
  },
})
