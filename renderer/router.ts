import { type RouterHistory, createRouter } from 'vue-router'

/** Every page of the window; each is loaded when it is first shown, or before that when nothing else is to do. */
const PAGES = {
  overview: () => import('./features/overview/OverviewPage.vue'),
  start: () => import('./features/start/StartPage.vue'),
  readings: () => import('./features/readings/ReadingsPage.vue'),
  group: () => import('./features/rounds/GroupPage.vue'),
  bills: () => import('./features/bills/BillsPage.vue'),
  settings: () => import('./features/settings/SettingsPage.vue')
} as const

/** 'start' is shown only while nothing is stored yet. */
export function createPages(history: RouterHistory) {
  return createRouter({
    history,
    routes: [
      { path: '/', redirect: { name: 'overview' } },
      { path: '/start', name: 'start', component: PAGES.start },
      { path: '/overview', name: 'overview', component: PAGES.overview },
      { path: '/readings', name: 'readings', component: PAGES.readings },
      { path: '/group', name: 'group', component: PAGES.group },
      { path: '/bills/:hash?', name: 'bills', component: PAGES.bills },
      { path: '/settings', name: 'settings', component: PAGES.settings },
      { path: '/:rest(.*)', redirect: { name: 'overview' } }
    ]
  })
}

/** Loads the code of one page after the other, so that no task is long. @param between waited for before each */
export async function loadPages(between: () => Promise<void>): Promise<void> {
  for (const load of Object.values(PAGES)) {
    await between()
    await load()
  }
}
