/** Ours: what the plan's form uses of the component, which is a script that sets a global. */
export {};

interface Options<Item> {
  element: Element;
  id: string;
  name: string;
  defaultValue: string;
  minLength: number;
  autoselect: boolean;
  confirmOnBlur: boolean;
  displayMenu: "overlay" | "inline";
  placeholder: string;
  source: (query: string, show: (items: Item[]) => void) => void;
  templates: { inputValue: (item?: Item | string) => string; suggestion: (item: Item | string) => string };
  onConfirm: (item?: Item) => void;
  tStatusQueryTooShort: () => string;
  tStatusSelectedOption: (option: string, count: number, index: number) => string;
  tStatusResults: (count: number, selected: string) => string;
  tAssistiveHint: () => string;
}

declare global {
  function accessibleAutocomplete<Item>(options: Options<Item>): void;
}
