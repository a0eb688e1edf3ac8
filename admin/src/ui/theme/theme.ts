import {
  createTheme,
  defaultVariantColorsResolver,
  mergeThemeOverrides,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

const petrol: MantineColorsTuple = [
  "#e3f0ef",
  "#c9e2e0",
  "#acd2cf",
  "#8fc1bf",
  "#4fb6b2",
  "#2f9491",
  "#1f8582",
  "#147876",
  "#0b6e6e",
  "#095c5c",
];

/**
 * Filled and light variants in the two colours the workplace knows: petrol ("go") and red ("danger").
 * They take the tokens of tokens.css, so that light, dark and print keep the contrast measured there.
 */
const variantColorResolver: VariantColorsResolver = (input) => {
  const fallback = defaultVariantColorsResolver(input);
  const name =
    input.color === "red"
      ? "danger"
      : input.color === "petrol" || !input.color
        ? "accent"
        : undefined;
  if (!name) return fallback;
  const none = "1px solid transparent";
  switch (input.variant) {
    case "filled":
      return {
        background: `var(--${name})`,
        hover: `var(--${name}-hover)`,
        color: `var(--${name}-ink)`,
        border: none,
      };
    case "light":
      return {
        background: `var(--${name}-soft)`,
        hover: `var(--${name}-soft)`,
        color: `var(--${name})`,
        border: none,
      };
    case "subtle":
      return {
        background: "transparent",
        hover: `var(--${name}-soft)`,
        color: `var(--${name})`,
        border: none,
      };
    case "transparent":
      return {
        background: "transparent",
        hover: "transparent",
        color: `var(--${name})`,
        border: none,
      };
    case "outline":
      return {
        background: "transparent",
        hover: `var(--${name}-soft)`,
        color: `var(--${name})`,
        border: `1px solid var(--${name})`,
      };
    default:
      return fallback;
  }
};

const shared = {
  "--mantine-color-body": "var(--paper)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-bright": "var(--ink)",
  "--mantine-color-dimmed": "var(--muted)",
  "--mantine-color-placeholder": "var(--muted)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-error": "var(--danger)",
  "--mantine-color-success": "var(--ok)",
  "--mantine-color-default": "var(--card)",
  "--mantine-color-default-hover": "var(--sunk)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-2)",
  "--mantine-color-disabled": "var(--sunk)",
  "--mantine-color-disabled-color": "var(--muted)",
  "--mantine-color-disabled-border": "var(--line)",
  "--mantine-primary-color-contrast": "var(--accent-ink)",
  "--mantine-primary-color-filled": "var(--accent)",
  "--mantine-primary-color-filled-hover": "var(--accent-hover)",
  "--mantine-primary-color-light": "var(--accent-soft)",
  "--mantine-primary-color-light-hover": "var(--accent-soft)",
  "--mantine-primary-color-light-color": "var(--accent)",
  "--mantine-color-petrol-filled": "var(--accent)",
  "--mantine-color-petrol-filled-hover": "var(--accent-hover)",
  "--mantine-color-petrol-light": "var(--accent-soft)",
  "--mantine-color-petrol-light-hover": "var(--accent-soft)",
  "--mantine-color-petrol-light-color": "var(--accent)",
  "--mantine-color-petrol-text": "var(--accent)",
  "--mantine-color-petrol-outline": "var(--accent)",
  "--mantine-color-red-filled": "var(--danger)",
  "--mantine-color-red-text": "var(--danger)",
  "--mantine-color-red-light": "var(--danger-soft)",
  "--mantine-color-red-light-color": "var(--danger)",
};

/** Points Mantine's variables at the tokens; the same names in both schemes, the tokens differ. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: {
    ...shared,
    // Mantine 9 paints inputs and menus in the dark scheme with these shades.
    "--mantine-color-dark-4": "var(--line-2)",
    "--mantine-color-dark-5": "var(--line)",
    "--mantine-color-dark-6": "var(--card)",
    "--mantine-color-dark-7": "var(--paper)",
    "--mantine-color-dark-8": "var(--sunk)",
  },
});

/** The one theme of the workplace. Inter for the interface, Source Serif 4 for headings and figures. */
const base = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  luminanceThreshold: 0.4,
  colors: { petrol },
  variantColorResolver,
  white: "#ffffff",
  black: "#1b2430",
  fontFamily: "var(--ui)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "18px" },
  lineHeights: { xs: "16px", sm: "20px", md: "24px", lg: "24px", xl: "28px" },
  headings: {
    fontFamily: "var(--serif)",
    fontWeight: "500",
    sizes: {
      h1: { fontSize: "32px", lineHeight: "40px" },
      h2: { fontSize: "18px", lineHeight: "24px", fontWeight: "600" },
      h3: { fontSize: "16px", lineHeight: "24px", fontWeight: "600" },
    },
  },
  spacing: { xs: "4px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "md",
  shadows: {
    xs: "var(--shadow)",
    sm: "var(--shadow)",
    md: "var(--lift)",
    lg: "var(--lift)",
    xl: "var(--lift)",
  },
  focusRing: "auto",
  cursorType: "pointer",
  respectReducedMotion: true,
  // Plain objects instead of Button.extend(): the theme must not pull every component into the first view.
  components: {
    Button: { defaultProps: { variant: "default" } },
    Checkbox: { defaultProps: { size: "md", radius: "sm" } },
    Radio: { defaultProps: { size: "md" } },
    Switch: { defaultProps: { size: "md", withThumbIndicator: false } },
    Modal: {
      defaultProps: { radius: "xl", centered: true, overlayProps: { backgroundOpacity: 0.45 } },
    },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.45 } } },
    Menu: {
      defaultProps: { radius: "lg", shadow: "md", withInitialFocusPlaceholder: false },
    },
    Popover: { defaultProps: { radius: "lg", shadow: "md" } },
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: "right" } },
    Tooltip: {
      defaultProps: {
        multiline: true,
        withArrow: true,
        arrowSize: 10,
        events: { hover: true, focus: true, touch: true },
      },
    },
  },
});

/** The theme with the names of its buttons without words in the operator's language. */
export function themeFor(words: { close: string; clear: string; showPassword: string }) {
  const close = { closeButtonProps: { "aria-label": words.close } };
  return mergeThemeOverrides(base, {
    components: {
      Modal: { defaultProps: close },
      Drawer: { defaultProps: close },
      Notification: { defaultProps: close },
      InputClearButton: { defaultProps: { "aria-label": words.clear } },
      PasswordInput: {
        defaultProps: { visibilityToggleButtonProps: { "aria-label": words.showPassword } },
      },
    },
  });
}
