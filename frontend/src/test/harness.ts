// Renders a component as the app would: with store, router and queries.

import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { render } from '@testing-library/vue'
import { createPinia } from 'pinia'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'

const names = ['runs', 'new-run', 'login', 'register', 'run']

function testRouter(): Router {
  return createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: { render: () => null } },
      ...names.map((name) => ({
        name,
        path: name === 'run' ? '/run/:id/:view?' : `/${name}`,
        component: { render: () => null },
      })),
    ],
  })
}

export function renderInApp(component: Component, props: Record<string, unknown> = {}) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const router = testRouter()
  const plugins = [createPinia(), router, [VueQueryPlugin, { queryClient }] as [never, never]]
  return {
    ...render(component, { props, global: { plugins: plugins as never } }),
    router,
    queryClient,
  }
}
