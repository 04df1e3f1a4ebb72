package changelog

// FindValuesChanged is a statement whose plan is tested.
const FindValuesChanged = findValuesChanged
