// The component library of the workplace. Pages take everything from here. See docs/workplace.md.
export {
  cityOf,
  currentTime,
  defineTexts,
  setLocale,
  timeZoneName,
  useFormat,
  useLocale,
  useTexts,
  type Format,
  type Locale,
  type Moment,
} from "../i18n/index.ts";
export { AddButton } from "./add-button.tsx";
export { AudienceLine, ExclusionList, type Audience } from "./audience.tsx";
export { SaveStateText, useAutosave, type SaveState } from "./autosave.tsx";
export { Curve, CurveKey, type CurvePoint } from "./curve.tsx";
export { Funnel, type FunnelStage } from "./funnel.tsx";
export { Sparkline } from "./sparkline.tsx";
export { CodeEditor } from "./code-editor-lazy.tsx";
export type { CodeEditorProps, CodeFinding } from "./code-editor.tsx";
export { DataTable, type Column, type DataTableProps, type Sort } from "./data-table.tsx";
export { SearchField, SimpleTable } from "./table-parts.tsx";
export { ConfirmDialog, type ConfirmDialogProps } from "./dialogs.tsx";
export { DateTimeField, type DateTimeFieldProps } from "./date-time-field-lazy.tsx";
export { Door } from "./door.tsx";
export { EmptyState } from "./empty-state.tsx";
export { ExportReason, mayExport, noReasons, reasonsOf, useExportAsked } from "./export-reason.tsx";
export { Big, Figures, ProgressBar, SplitBar, StatFigure, Why, type Formula } from "./figures.tsx";
export { ChoiceCards, CopyButton, FieldWithHelp, FileDrop, Help, type Choice } from "./forms.tsx";
export { AddFactor } from "./factors/add-factor.tsx";
export { RecoveryCodeList } from "./factors/recovery-codes.tsx";
export { SecondFactor } from "./factors/second-factor.tsx";
export { factorTexts } from "./factors/texts.ts";
export { ImagePicker } from "./image-picker.tsx";
export { CropDialog } from "./images/crop-dialog.tsx";
export { ImageDrop, usePastedFiles } from "./images/image-drop.tsx";
export { ImageFields, type ImageDetails } from "./images/image-fields.tsx";
export { ImageGrid } from "./images/image-grid.tsx";
export { ImageUpload } from "./images/image-upload.tsx";
export { localImage } from "./images/local-image.ts";
export { imageProblems } from "./images/texts.ts";
export { inSentence } from "./in-sentence.ts";
export { MailFrame, type FrameLink } from "./mail-frame.tsx";
export { readHtml, styleNonce } from "./policy.ts";
export {
  Estimate,
  FindingList,
  Hidden,
  KeyValue,
  Pill,
  ReasonList,
  RuleTag,
  Tip,
  TodoList,
  type Finding,
  type Reason,
  type TodoItem,
  type Tone,
} from "./marks.tsx";
export { ButtonLink, Link, useGo, useRouteParam, useSearch } from "./navigation.tsx";
export {
  Avatar,
  Card,
  CardSkeletons,
  Grid,
  Loaded,
  Page,
  PageSkeleton,
  useWindowTitle,
  type Crumb,
} from "./page.tsx";
export type { NavEntry, PageRoute } from "./page-route.ts";
export { OfferField } from "./offer-field.tsx";
export { PermissionDialog, PermissionLookup } from "./permission-answer.tsx";
export { ProfilingScope } from "./profiling-scope.tsx";
export { ScaledMail } from "./scaled-mail.tsx";
export { TemplatePicture, useExampleWords } from "./template-picture.tsx";
export { PageTabs } from "./page-tabs.tsx";
export { PublicAddress } from "./public-address.tsx";
export { isPasswordProblem, NewPasswordField } from "./new-password.tsx";
export { Notice, Problem, problemText } from "./problem.tsx";
export {
  Answers,
  BoardingPass,
  DateTime,
  PermissionList,
  ProofCard,
  StepList,
  Timeline,
  type Answer,
  type PassField,
  type PermissionItem,
  type Step,
  type TimelineItem,
} from "./records.tsx";
export { StopNotice, useAlarmWords, useWaitWords } from "./sending-state.tsx";
export { sendingTexts } from "./sending-texts.ts";
export { showDone, showProblem, showUndo } from "./toasts.tsx";
