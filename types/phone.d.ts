/**
 * Types of what plain scripts set on the global object: pages load them as modules and the service worker by
 * importScripts, so they can neither import nor export.
 */

import type { Dated, Mark } from "../pwa/static/js/device/clock.js";
import type { Keeper, Sending } from "../pwa/static/js/send/stores.js";
import type { Answer, Delivery, HowToSend } from "../pwa/static/js/send/sender.js";
import type { Claim } from "../pwa/static/js/send/proof.js";
import type { UseStore } from "idb-keyval";

interface Clock {
  readonly WEEK_MS: number;
  after(before: number): number;
  ask(): Promise<number | undefined>;
  isOver(one: Dated): Promise<boolean>;
  mark(): Mark;
  note(answer: Response): void;
  now(): number;
  passed(since: Partial<Mark>): number;
  serverTime(): number | undefined;
}

interface Keepers {
  keepOnDisk(useStore: UseStore): Keeper;
  keepInMemory(): Keeper;
  isOld(sending: Pick<Sending, "sharedAt" | "seenAt">): Promise<boolean>;
}

interface Keys {
  isProven(uid: string, receipt: Claim): Promise<boolean>;
  seal(uid: string, text: string): Promise<ArrayBuffer>;
  unseal(uid: string, sealed: ArrayBuffer): Promise<string>;
}

interface Tries {
  inTurn<T>(uid: string, work: () => Promise<T>): Promise<T>;
  isDue(sending: { triedAt?: Partial<Mark>; pauseMs?: number; waitMs?: number }, isAsked: boolean): boolean;
  settle(sending: Sending, answer: Answer): Sending;
}

interface Sender {
  deliver(keeper: Keeper, uid: string, options: HowToSend): Promise<Delivery>;
}

declare global {
  var gesprekClock: Clock;
  var gesprekKeepers: Keepers;
  var gesprekKeys: Keys;
  var gesprekTries: Tries;
  var gesprekSender: Sender;
}
