import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist", "target"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  a11y.flatConfigs.recommended,
  {
    rules: {
      // The map works by arrows and Enter; texts that scroll do so by keys, too.
      "jsx-a11y/label-has-associated-control": ["error", { depth: 4 }],
      "jsx-a11y/no-noninteractive-tabindex": ["error", { roles: ["application"], tags: ["pre"] }],
    },
  },
  hooks.configs.flat["recommended-latest"],
);
