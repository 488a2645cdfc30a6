// Every address of the app. Pages behind `signedIn` send a stranger to the sign-in page and back.

import { createRouter, createWebHistory } from 'vue-router'
import { useSession } from './features/account/sessionStore'

declare module 'vue-router' {
  interface RouteMeta {
    signedIn?: true
    title: string
  }
}

const signInPage = () => import('./features/account/SignInPage.vue')

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: { name: 'runs' } },
    {
      path: '/login',
      name: 'login',
      component: signInPage,
      props: { mode: 'sign-in' },
      meta: { title: 'Sign in' },
    },
    {
      path: '/register',
      name: 'register',
      component: signInPage,
      props: { mode: 'register' },
      meta: { title: 'Create an account' },
    },
    {
      path: '/runs',
      name: 'runs',
      component: () => import('./features/runs/RunsPage.vue'),
      meta: { signedIn: true, title: 'Your simulations' },
    },
    {
      path: '/runs/new',
      name: 'new-run',
      component: () => import('./features/runs/NewRunPage.vue'),
      meta: { signedIn: true, title: 'New simulation' },
    },
    {
      path: '/runs/:id(\\d+)/:view(live|report|graph|news|economy|fork)?',
      name: 'run',
      component: () => import('./features/runs/RunPage.vue'),
      props: true,
      meta: { signedIn: true, title: 'Simulation' },
    },
    {
      path: '/:rest(.*)*',
      name: 'not-found',
      component: () => import('./shared/ui/NotFoundPage.vue'),
      meta: { title: 'Not found' },
    },
  ],
})

router.beforeEach(async (to) => {
  const session = useSession()
  await session.restore()
  if (session.failure !== undefined) return true // the app says so in the page's place
  if (to.meta.signedIn && session.user === undefined) {
    return { name: 'login', query: { next: to.fullPath } }
  }
  return true
})

router.afterEach((to) => {
  document.title = `${to.meta.title} · SimSwarm`
})
