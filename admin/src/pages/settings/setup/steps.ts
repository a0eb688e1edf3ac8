import type { ComponentType } from "react";
import type { AccountView, SettingsProblem } from "../../../../../contract/accounts.ts";
import { AppearanceForm } from "../forms/appearance-form.tsx";
import { CountingForm } from "../forms/counting-form.tsx";
import { ImprintForm } from "../forms/imprint-form.tsx";
import { NameForm } from "../forms/name-form.tsx";
import { PrivacyForm } from "../forms/privacy-form.tsx";
import { ProcessingForm } from "../forms/processing-form.tsx";
import { ResponsibilityForm } from "../forms/responsibility-form.tsx";
import { SenderStep } from "../forms/sender-step.tsx";
import type { FormProps } from "../shared/form-props.ts";

/** The sections of the account, in the order of the set-up. */
export const steps = [
  "name",
  "imprint",
  "privacy",
  "processing",
  "responsibility",
  "sender",
  "counting",
  "appearance",
] as const;
export type StepId = (typeof steps)[number];

export const isStep = (id: string): id is StepId => (steps as readonly string[]).includes(id);

/** The form of each section. */
export const stepForms: Record<StepId, ComponentType<FormProps>> = {
  name: NameForm,
  imprint: ImprintForm,
  privacy: PrivacyForm,
  processing: ProcessingForm,
  responsibility: ResponsibilityForm,
  sender: SenderStep,
  counting: CountingForm,
  appearance: AppearanceForm,
};

/** Sections without a field to save: there the one next step is the button inside. */
export const withOwnButton: ReadonlySet<StepId> = new Set(["responsibility", "sender", "counting"]);

const IN_NAME = new Set(["name", "legalForm", "imprint.legalName"]);

/** What the server still misses in a section. Name and imprint are one step to it and two pages here. */
export function problemsOf(account: AccountView, step: StepId): SettingsProblem[] {
  const serverStep = step === "name" ? "imprint" : step;
  const found = account.setup.steps.find((each) => each.id === serverStep)?.problems ?? [];
  if (step === "name") return found.filter((problem) => IN_NAME.has(problem.path));
  if (step === "imprint") return found.filter((problem) => !IN_NAME.has(problem.path));
  return found;
}

export type StepState = "done" | "current" | "open";

/** How each section stands. The first that misses something is the present one; the appearance is never missing. */
export function stepStates(account: AccountView): Record<StepId, StepState> {
  const present = steps.find((step) => problemsOf(account, step).length > 0);
  return Object.fromEntries(
    steps.map((step): [StepId, StepState] => [
      step,
      step === present ? "current" : isDone(account, step) ? "done" : "open",
    ]),
  ) as Record<StepId, StepState>;
}

function isDone(account: AccountView, step: StepId): boolean {
  if (step === "appearance") return account.theme.colour !== undefined || account.logoUrl !== null;
  return problemsOf(account, step).length === 0;
}

/** Whether anything of a section was filled in, so that what is missing may be shown at once. */
export function isBegun(account: AccountView, step: StepId): boolean {
  const { imprint, privacy, processing } = account;
  if (step === "name") return account.legalForm !== null || imprint.legalName !== undefined;
  if (step === "imprint")
    return Object.keys(imprint).some((key) => key !== "legalName" && key !== "country");
  if (step === "privacy") return Object.keys(privacy).length > 0;
  if (step === "processing") return Object.keys(processing).length > 0;
  return false;
}
