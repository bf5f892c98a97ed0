/** What some browsers have and the standard library of types does not know. */

interface Navigator {
  /** Chromium only. */
  readonly connection?: { readonly saveData?: boolean };
  /** Safari on iOS only: whether the page runs as an app. */
  readonly standalone?: boolean;
}

/** Chromium only: the app can be put on the phone. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<void>;
}

interface WindowEventMap {
  beforeinstallprompt: BeforeInstallPromptEvent;
}

/** Chromium only. */
interface ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}
