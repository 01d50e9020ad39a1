package resource

// failureRows are the functions that log something as a failure.
var failureRows = []Row{
	// log/slog
	{Func: "log/slog.Error", Does: LogsFailure},
	{Func: "log/slog.ErrorContext", Does: LogsFailure},
	{Func: "(*log/slog.Logger).Error", Does: LogsFailure},
	{Func: "(*log/slog.Logger).ErrorContext", Does: LogsFailure},

	// github.com/sirupsen/logrus
	{Func: "github.com/sirupsen/logrus.Error", Does: LogsFailure},
	{Func: "github.com/sirupsen/logrus.Errorf", Does: LogsFailure},
	{Func: "github.com/sirupsen/logrus.Errorln", Does: LogsFailure},
	{Func: "(*github.com/sirupsen/logrus.Logger).Error", Does: LogsFailure},
	{Func: "(*github.com/sirupsen/logrus.Logger).Errorf", Does: LogsFailure},
	{Func: "(*github.com/sirupsen/logrus.Logger).Errorln", Does: LogsFailure},
	{Func: "(*github.com/sirupsen/logrus.Entry).Error", Does: LogsFailure},
	{Func: "(*github.com/sirupsen/logrus.Entry).Errorf", Does: LogsFailure},
	{Func: "(*github.com/sirupsen/logrus.Entry).Errorln", Does: LogsFailure},

	// go.uber.org/zap
	{Func: "(*go.uber.org/zap.Logger).Error", Does: LogsFailure},
	{Func: "(*go.uber.org/zap.SugaredLogger).Error", Does: LogsFailure},
	{Func: "(*go.uber.org/zap.SugaredLogger).Errorf", Does: LogsFailure},
	{Func: "(*go.uber.org/zap.SugaredLogger).Errorw", Does: LogsFailure},
	{Func: "(*go.uber.org/zap.SugaredLogger).Errorln", Does: LogsFailure},

	// k8s.io/klog
	{Func: "k8s.io/klog/v2.Error", Does: LogsFailure},
	{Func: "k8s.io/klog/v2.Errorf", Does: LogsFailure},
	{Func: "k8s.io/klog/v2.ErrorS", Does: LogsFailure},
}
