package statuslist

// WithoutNumberAfter is a statement whose plan is tested.
const WithoutNumberAfter = withoutNumberAfter
