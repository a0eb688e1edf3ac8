export { BehaviourNotice } from "./behaviour-notice.tsx";
export { FollowUpButton } from "./follow-up-button.tsx";
