/**
 * Who may import whom, as one table (docs/architecture.md). Each folder names everything it may import; whatever is not
 * named is forbidden. `packages` are npm packages, `builtins` Node's own modules.
 */

const FOLDERS = {
  crypto: { folders: [], packages: ['@noble/curves', '@noble/hashes'], builtins: false },
  app: {
    folders: [],
    doors: ['crypto/index.ts'],
    packages: ['zod', 'temporal-polyfill', 'papaparse', 'saxes', 'fflate', '@scure/bip39'],
    builtins: false
  },
  adapters: {
    folders: ['app'],
    doors: ['crypto/index.ts'],
    packages: [
      'unpdf',
      'libsql',
      'workerpool',
      'virtual:wasm',
      '@scure/bip39',
      'zod',
      'temporal-polyfill',
      '@noble/curves',
      '@noble/hashes'
    ],
    builtins: true
  },
  services: {
    folders: ['app', 'adapters'],
    doors: ['crypto/index.ts'],
    packages: ['hono', '@hono/node-server', 'papaparse', 'zod', 'temporal-polyfill'],
    builtins: true
  },
  cli: {
    folders: ['app', 'adapters', 'services'],
    doors: ['crypto/index.ts', 'package.json'],
    packages: ['uqr', 'zod', 'temporal-polyfill'],
    builtins: true
  },
  main: {
    folders: ['app', 'adapters'],
    // Services run as processes of their own and are spoken to over HTTP: main knows how to start them, no more.
    doors: [
      'crypto/index.ts',
      'services/neighbourhood/launch.ts',
      'services/neighbourhood/market.ts',
      'services/neighbourhood/read-announcement.ts',
      'services/neighbourhood/start-neighbourhood.ts'
    ],
    packages: ['electron', 'electron-updater', 'zod'],
    builtins: true
  },
  renderer: {
    folders: ['app/contract'],
    packages: [
      'vue',
      'vue-router',
      'vue-i18n',
      'chart.js',
      'temporal-polyfill',
      'uqr',
      '@lucide/vue',
      '@fontsource-variable/hanken-grotesk'
    ],
    builtins: false
  },
  scripts: {
    folders: [],
    packages: [
      'assemblyscript',
      'vite',
      '@vitejs/plugin-vue',
      '@intlify/unplugin-vue-i18n',
      'electron-builder',
      'electron-updater',
      '@electron/fuses'
    ],
    builtins: true
  }
}

/** Files inside a folder that are held to a narrower table of their own. */
const NARROWER = {
  'main/preload': {
    folders: ['app/contract'],
    doors: ['main/channels.ts'],
    packages: ['electron', 'zod'],
    builtins: false
  }
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Matches a package where it resolves to (node_modules/x/) and where it cannot (the bare name). */
const packagePattern = (name) => `(^|/)node_modules/${escape(name)}(/|$)|^${escape(name)}(/|$)`

function rulesFor(folder, table, except) {
  const from = { path: `^${folder}/`, ...(except.length ? { pathNot: except.map((name) => `^${name}/`) } : {}) }
  const allowed = [
    `^${folder}/`,
    ...table.folders.map((name) => `^${name}/`),
    ...(table.doors ?? []).map((file) => `^${escape(file)}$`),
    ...table.packages.map(packagePattern)
  ]
  const outside = {
    name: `${folder}-imports`,
    comment: `${folder}/ imports only what its row of the table names`,
    severity: 'error',
    from,
    to: { pathNot: allowed, dependencyTypesNot: ['core'] }
  }
  const builtins = {
    name: `${folder}-no-node`,
    comment: `${folder}/ runs where there is no Node`,
    severity: 'error',
    from,
    to: { dependencyTypes: ['core'] }
  }
  return table.builtins ? [outside] : [outside, builtins]
}

const narrowerIn = (folder) => Object.keys(NARROWER).filter((name) => name.startsWith(`${folder}/`))

module.exports = {
  forbidden: [
    ...Object.entries(FOLDERS).flatMap(([folder, table]) => rulesFor(folder, table, narrowerIn(folder))),
    ...Object.entries(NARROWER).flatMap(([folder, table]) => rulesFor(folder, table, [])),
    {
      name: 'features-apart',
      comment: 'A feature of the window never imports another',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' }
    },
    {
      name: 'window-without-schemas',
      comment:
        'Schemas are code that the page must not carry: zod asks for eval, which the content security policy forbids',
      severity: 'error',
      from: { path: '^renderer/' },
      to: {
        path: '^app/contract/',
        pathNot: '^app/contract/(file-endings|safety-text)',
        dependencyTypesNot: ['type-only']
      }
    },
    {
      name: 'jobs-apart',
      comment: 'readings, rounds and bills meet in create-app, not in each other',
      severity: 'error',
      from: { path: '^app/readings/' },
      to: { path: '^app/(rounds|bills)/' }
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^(crypto|app|adapters|services|cli|main|renderer)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(electron|virtual:)' }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.mjs', '.js', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'require', 'types', 'default']
    }
  }
}
