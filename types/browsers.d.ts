/** Types of what some browsers have and TypeScript's own types of the web do not know. */

interface Navigator {
  /** Chromium only. */
  readonly connection?: { readonly saveData?: boolean };
  /** Safari on iOS only: whether the page runs as an app. */
  readonly standalone?: boolean;
}

/** Chromium only: fired when the app can be put on the phone. */
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
