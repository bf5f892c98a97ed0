/** Types of what the service worker has on its global object: from the server, from Workbox, from its own scripts. */

interface Gesprek {
  /** From the server (pwa/site/offline.py). */
  readonly build: string;
  readonly files: string[];
  readonly late: Record<string, string>;
  readonly help: string[];
  readonly own: string[];
  readonly languages: string[];
  /** From left.js. */
  isLeft: boolean;
  open(name: string): Promise<Cache>;
  leave(): Promise<void>;
  readonly left: Promise<void>;
  /** From kept.js. */
  readonly FILES: string;
  readonly DOCUMENTS: string;
  readonly KEPT_AT: string;
  readonly RENEWED_AFTER_MS: number;
  ageOf(answer: Response | undefined): number;
  keep(addresses: string[]): Promise<void>;
  takeOver(): Promise<void>;
  dropOldBuilds(): Promise<void>;
  /** From help.js. */
  keepHelp(cache: Cache, bundle: string): Promise<void>;
  keepList(cache: Cache, path: string): Promise<void>;
}

declare var gesprek: Gesprek;

/** The part of Workbox 7 that our scripts use. */
declare namespace workbox {
  interface Asked {
    readonly event: ExtendableEvent;
    readonly request: Request;
    readonly sameOrigin: boolean;
    readonly url: URL;
  }
  interface Plugin {
    cacheWillUpdate?(asked: { request: Request; response: Response }): Promise<Response | null | undefined>;
    cachedResponseWillBeUsed?(
      asked: { request: Request; cachedResponse: Response | undefined },
    ): Promise<Response | null | undefined>;
  }
  interface Options {
    cacheName?: string;
    matchOptions?: CacheQueryOptions;
    plugins?: Plugin[];
  }
  type Handler = strategies.Strategy | ((asked: Asked) => Promise<Response>);

  namespace routing {
    function registerRoute(isMeant: (asked: Asked) => boolean, handler: Handler): void;
    function setCatchHandler(handler: (asked: Asked) => Promise<Response>): void;
  }
  namespace strategies {
    class Strategy {
      constructor(options?: Options);
    }
    class CacheFirst extends Strategy {}
    class NetworkOnly extends Strategy {}
    class NetworkFirst extends Strategy {
      constructor(options?: Options & { networkTimeoutSeconds?: number });
    }
  }
}

/** Says that `self` is a service worker; with the standard types each place would need a cast. */
interface WorkerGlobalScope {
  readonly clients: Clients;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener<K extends keyof ServiceWorkerGlobalScopeEventMap>(
    type: K,
    listener: (event: ServiceWorkerGlobalScopeEventMap[K]) => void,
  ): void;
}

/** Chromium only, background sync: the browser says that there is a network. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

interface ServiceWorkerGlobalScopeEventMap {
  sync: SyncEvent;
}
